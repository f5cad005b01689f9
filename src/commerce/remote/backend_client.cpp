#include "commerce/remote/backend_client.h"

#include <algorithm>
#include <utility>

#include "base/amount.h"
#include "commerce/remote/trace.h"
#include "json/body.h"

namespace till::commerce::remote {
namespace {

// Larger answers are none: a quote of 100 lines has room in a tenth of it.
constexpr std::size_t kMostAnswer = limits::kBodyBytes;
constexpr std::size_t kMostLogged = 300;  // Of a text that the backend sent.

net::AnswerKind judge(const net::Response& answer) {
  return answer.status >= 500 ? net::AnswerKind::outage : net::AnswerKind::final;
}

std::string_view name_of(BackendFailureKind kind) {
  switch (kind) {
    case BackendFailureKind::open_circuit: return "open_circuit";
    case BackendFailureKind::crowded: return "crowded";
    case BackendFailureKind::not_sent: return "not_sent";
    case BackendFailureKind::no_answer: return "no_answer";
    case BackendFailureKind::wrong_status: return "wrong_status";
    case BackendFailureKind::not_of_schema: break;
  }
  return "not_of_schema";
}

BackendFailureKind kind_of(net::GuardedFailureKind kind) {
  switch (kind) {
    case net::GuardedFailureKind::open_circuit: return BackendFailureKind::open_circuit;
    case net::GuardedFailureKind::crowded: return BackendFailureKind::crowded;
    case net::GuardedFailureKind::not_sent: return BackendFailureKind::not_sent;
    case net::GuardedFailureKind::no_answer: break;
  }
  return BackendFailureKind::no_answer;
}

// The beginning of a text, in whole characters.
std::string_view beginning_of(std::string_view text) {
  if (text.size() <= kMostLogged) return text;
  std::size_t end = kMostLogged;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

net::GuardOptions guard_of(const BackendOptions& options) {
  net::GuardOptions guard;
  guard.client.ca_file = options.ca_file;
  guard.client.max_response_bytes = kMostAnswer;
  guard.retry = {2, Milliseconds(50), Milliseconds(100)};
  guard.most_at_once = options.max_concurrent;
  return guard;
}

}  // namespace

Result<std::unique_ptr<BackendClient>, std::string> BackendClient::create(BackendOptions options,
                                                                          BackendSecrets secrets,
                                                                          BackendNeeds needs) {
  auto client = net::GuardedClient::create(guard_of(options), judge, needs.clock, needs.random);
  if (!client) return refused(client.error());
  std::unique_ptr<BackendClient> made(
      new BackendClient(std::move(options), std::move(secrets), needs));
  made->client_ = std::move(*client);
  return made;
}

std::unique_ptr<BackendClient> BackendClient::over(std::unique_ptr<net::HttpClient> client,
                                                   BackendOptions options, BackendSecrets secrets,
                                                   BackendNeeds needs) {
  auto guarded = net::GuardedClient::over(std::move(client), guard_of(options), judge, needs.clock,
                                          needs.random);
  std::unique_ptr<BackendClient> made(
      new BackendClient(std::move(options), std::move(secrets), needs));
  made->client_ = std::move(guarded);
  return made;
}

void BackendClient::replace(BackendSecrets secrets) {
  const std::lock_guard lock(mutex_);
  secrets_ = std::move(secrets);
}

net::GuardedRequest BackendClient::request_of(const BackendQuestion& question,
                                              const RequestId& id) {
  net::GuardedRequest guarded;
  net::ClientRequest& request = guarded.request;
  request.method = question.method;
  request.url = options_.url + question.path;
  request.body = question.body;
  std::string signature;
  {
    const std::lock_guard lock(mutex_);
    signature = signature_of(question.body, needs_.clock.now(), secrets_);
  }
  request.headers = {{"Till-Signature", std::move(signature)},
                     {"Till-Request-Id", id.text()},
                     {"traceparent", new_trace(needs_.random)}};
  if (!question.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  if (question.key) request.headers.push_back({"Idempotency-Key", *question.key});
  guarded.patience = question.patience;
  guarded.prepare = [](net::ClientRequest& attempt, std::chrono::milliseconds left) {
    attempt.headers.push_back({"Till-Deadline-Ms", std::to_string(left.count())});
  };
  return guarded;
}

Task<Result<net::Response, net::GuardedFailure>> BackendClient::send(
    const BackendQuestion& question, const RequestId& id, Timestamp begun, Executor& executor) {
  const net::GuardedFailure crowded{net::GuardedFailureKind::crowded,
                                    "too many requests are under way", Milliseconds(0)};
  bool claimed = co_await slots_->claim(executor);
  if (claimed && shared_) {
    claimed = co_await shared_->claim(executor);
    if (!claimed) slots_->give();
  }
  if (!claimed) co_return refused(crowded);
  // A clock that was set back takes nothing away.
  const Milliseconds waited = std::max(needs_.clock.now() - begun, Milliseconds(0));
  if (waited >= question.patience) {
    give_back();
    co_return refused(crowded);
  }
  net::GuardedRequest request = request_of(question, id);
  request.patience = question.patience - waited;
  auto sent = co_await client_->send(std::move(request), executor);
  give_back();
  co_return sent;
}

void BackendClient::give_back() {
  if (shared_) shared_->give();
  slots_->give();
}

Task<BackendAnswer> BackendClient::ask(BackendQuestion question, Executor& executor) {
  const Timestamp begun = needs_.clock.now();
  const RequestId id = RandomIds(needs_.clock, needs_.random).make<RequestId>();
  auto sent = co_await send(question, id, begun, executor);
  BackendAnswer answer;
  if (sent) {
    answer = read(question, id, *sent);
  } else {
    const net::GuardedFailure& failure = sent.error();
    answer = fail(question, id, {kind_of(failure.kind), failure.retry_after}, "", failure.detail);
  }
  note(question, answer, begun);
  co_return answer;
}

BackendAnswer BackendClient::read(const BackendQuestion& question, const RequestId& id,
                                  const net::Response& response) const {
  const int status = response.status;
  if ((status == 409 || status == 422) && question.read_refusal) {
    return refusal_of(question, id, response);
  }
  const Milliseconds later = net::retry_after(response).value_or(Milliseconds(0));
  if (status < 200 || status > 299) {
    return fail(question, id, {BackendFailureKind::wrong_status, later, status}, "",
                std::to_string(status));
  }
  if (!question.read) return BackendAccepted{};
  const BackendFailed unreadable{BackendFailureKind::not_of_schema, later, status};
  const auto body = json::Body::parse(response.body);
  if (!body) return fail(question, id, unreadable, "$", body.error().why);
  if (const auto fault = question.read(body->root())) {
    return fail(question, id, unreadable, fault->place, fault->sentence);
  }
  return BackendAccepted{};
}

BackendAnswer BackendClient::refusal_of(const BackendQuestion& question, const RequestId& id,
                                        const net::Response& response) const {
  const BackendFailed unreadable{BackendFailureKind::not_of_schema, {}, response.status};
  const auto body = json::Body::parse(response.body);
  if (!body) return fail(question, id, unreadable, "$", body.error().why);
  AnswerFaults faults;
  const json::Node root(body->root(), faults);
  const json::Node node = root.need("refused");
  BackendRefused refusal;
  refusal.reason = node.need("reason").text({1, 64});
  const json::Node index = node.member("index");
  if (!index.absent()) refusal.index = static_cast<std::size_t>(index.integer(0, kAmountMax));
  const json::Node message = node.member("message");
  if (!message.absent()) refusal.message = message.text({0, limits::kStringBytes});
  std::optional<AnswerFault> fault = faults.first();
  if (!fault) fault = question.read_refusal(refusal);
  if (fault) return fail(question, id, unreadable, fault->place, fault->sentence);
  needs_.log.write(LogLevel::info, "backend_refused",
                   {{"call", question.call},
                    {"request_id", std::string_view(id.text())},
                    {"reason", std::string_view(refusal.reason)},
                    {"message", beginning_of(refusal.message)}});
  return refusal;
}

BackendFailed BackendClient::fail(const BackendQuestion& question, const RequestId& id,
                                  BackendFailed failed, std::string_view place,
                                  std::string_view detail) const {
  needs_.log.write(LogLevel::warning, "backend_failed",
                   {{"call", question.call},
                    {"request_id", std::string_view(id.text())},
                    {"kind", name_of(failed.kind)},
                    {"place", beginning_of(place)},
                    {"detail", beginning_of(detail)}});
  return failed;
}

void BackendClient::note(const BackendQuestion& question, const BackendAnswer& answer,
                         Timestamp begun) {
  const auto* const failed = std::get_if<BackendFailed>(&answer);
  const Milliseconds took = std::max(needs_.clock.now() - begun, Milliseconds(0));
  app::BackendOutcome outcome = app::BackendOutcome::accepted;
  if (std::holds_alternative<BackendRefused>(answer)) outcome = app::BackendOutcome::refused;
  if (failed != nullptr) outcome = app::BackendOutcome::failed;
  needs_.observer.backend_asked(question.call, outcome, took);
  // A crowd is of our own making, and what it says wrongly it says: neither means that it is gone.
  const bool spoke = failed == nullptr || failed->kind == BackendFailureKind::not_of_schema;
  if (spoke && silent_.exchange(false)) ++comebacks_;
  if (!spoke && failed->kind != BackendFailureKind::crowded) silent_ = true;
}

}  // namespace till::commerce::remote
