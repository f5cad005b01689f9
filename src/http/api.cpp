#include "http/api.h"

#include <utility>

#include "app/background.h"
#include "base/limits.h"
#include "http/answers.h"
#include "http/provider_answers.h"
#include "http/signature.h"
#include "net/bearer.h"
#include "net/cors.h"
#include "wire/body.h"
#include "wire/spelling.h"

namespace till::http {
namespace {

using net::Response;
using wire::Fault;

// Longer methods are none of HTTP; a log line need not show the whole of one.
constexpr std::size_t kMethodBytes = 16;

// The 401 of a request that is not signed as its agent has to (A3); nothing when it may pass.
std::optional<Response> signature_refusal(const net::Request& request, const Agent& agent,
                                          std::string_view canonical, Timestamp now,
                                          const wire::Dialect& dialect, app::Operation operation) {
  if (!agent.signature_key) return std::nullopt;
  const auto fault = check_signature(
      *agent.signature_key,
      {request.header("Signature"), request.header("Timestamp"), request.body, canonical}, now);
  if (!fault) return std::nullopt;
  return error_response(dialect.fault(*fault, {operation}), {{"WWW-Authenticate", "Bearer"}});
}

// More bodies are under way than the server holds.
const checkout::Refusal kBusy =
    wire::refusal(checkout::RefusalCode::unavailable, "",
                  "The server is busy. Retry after the seconds of Retry-After.");

std::string_view agent_id(const Agent* agent) {
  return agent == nullptr ? std::string_view() : std::string_view(agent->id);
}

}  // namespace

// What is known of a request while it is answered.
struct Api::Call {
  std::shared_ptr<const Agents> agents;  // Keeps the admitted agent.
  std::string_view route = "unmatched";
  Admitted admitted;
  bool replayed = false;
  bool quiet = false;  // What there is to log of it is logged elsewhere, once in a while.
};

// What a desk is asked.
struct Api::Asking {
  wire::Asked asked;
  std::optional<json::Body> body;
};

Api::Api(ApiDependencies dependencies, std::shared_ptr<const Agents> agents)
    : dependencies_(std::move(dependencies)),
      seen_signatures_(dependencies_.guarded_clock != nullptr ? *dependencies_.guarded_clock
                                                              : dependencies_.clock,
                       app::Retention{}.answers),
      pages_(dependencies_.orders, dependencies_.profile, dependencies_.clock),
      agents_(std::move(agents)) {
  set_currencies(dependencies_.profile.currencies);
}

void Api::set_agents(std::shared_ptr<const Agents> agents) {
  const std::lock_guard lock(mutex_);
  agents_ = std::move(agents);
}

void Api::set_currencies(const std::vector<std::string>& currencies) {
  checkout::SellerProfile profile = dependencies_.profile;
  profile.currencies = currencies;
  std::map<checkout::DialectId, std::string> discovery;
  for (const auto& dialect : dependencies_.desk.dialects().all()) {
    discovery.emplace(dialect->id(), dialect->discovery(profile));
  }
  const std::lock_guard lock(mutex_);
  discovery_.swap(discovery);
}

std::string Api::discovery(const wire::Dialect& dialect) const {
  const std::lock_guard lock(mutex_);
  return discovery_.at(dialect.id());
}

std::shared_ptr<const Agents> Api::agents() const {
  const std::lock_guard lock(mutex_);
  return agents_;
}

Response Api::error(int status) const {
  const wire::Dialect& dialect = dependencies_.desk.dialects().newest();
  Fault fault = Fault::internal;
  if (status == 408) fault = Fault::request_timeout;
  if (status == 413) fault = Fault::payload_too_large;
  if (status == 431) fault = Fault::headers_too_large;
  if (status == 503) {
    return error_response(dialect.render(app::Operation::read, app::Reply{kBusy}, "$"));
  }
  if (status == 400 || status == 501 || status == 505) fault = Fault::bad_request;
  auto answer = dialect.fault(fault, {});
  answer.status = status;
  return error_response(std::move(answer));
}

std::optional<Response> Api::refuse_body(const net::Request& head) {
  if (const ProviderPath* const provider = provider_path(head.path)) {
    const auto status = head.method == "POST" ? provider->refuse_body(head) : std::nullopt;
    if (!status) return std::nullopt;
    dependencies_.observer.request_finished(provider->route, *status, std::chrono::microseconds(0));
    return provider_answer(*status);
  }
  std::optional<Response> refusal;
  if (OrderPages::serves(head.path)) {
    if (OrderPages::takes_form(head)) return std::nullopt;
    refusal = error(413);
  } else if (agents()->authenticate(net::bearer_token(head)) == nullptr) {
    refusal = error_response(dependencies_.desk.dialects().newest().fault(Fault::unauthorized, {}),
                             {{"WWW-Authenticate", "Bearer"}});
  }
  if (!refusal) return std::nullopt;
  echo_names(head, *refusal);
  report(head, {}, refusal->status, std::chrono::microseconds(0));
  return refusal;
}

std::string Api::sender_of(const net::Request& head) const {
  const auto known = agents();
  return std::string(agent_id(known->authenticate(net::bearer_token(head))));
}

Task<Response> Api::handle(net::Request request, Executor& executor) {
  co_return co_await answer(request, executor);
}

Task<Response> Api::answer(const net::Request& request, Executor& executor) {
  const auto began = std::chrono::steady_clock::now();
  Call call;
  call.agents = agents();
  Response response;
  try {
    if (auto other = serve_others(request, executor, call)) {
      response = co_await std::move(*other);
    } else {
      auto asking = admit(request, call);
      if (asking) {
        const wire::Dialect& dialect = *call.admitted.dialect;
        // Apart from the wait for it, so that the body is free for others meanwhile.
        auto begun =
            dependencies_.desk.serve(dialect, asking->asked, std::move(asking->body), executor);
        wire::Answer answer = co_await std::move(begun);
        call.replayed = answer.replayed;
        response = response_of(std::move(answer));
      } else {
        response = std::move(asking.error());
      }
    }
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
    response = error(500);
  }
  echo_names(request, response);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  report(request, call, response.status, took);
  co_return response;
}

void Api::report(const net::Request& request, const Call& call, int status,
                 std::chrono::microseconds took) {
  dependencies_.observer.request_finished(call.route, status, took);
  if (call.quiet) return;
  const auto sent_id = sent_request_id(request);
  const std::string request_id =
      sent_id ? std::string(*sent_id) : dependencies_.ids.make<RequestId>().text();
  dependencies_.log.write(LogLevel::info, "request",
                          {{"request_id", request_id},
                           {"agent", agent_id(call.admitted.agent)},
                           {"method", request.sent_method().substr(0, kMethodBytes)},
                           {"route", call.route},
                           {"status", std::int64_t{status}},
                           {"duration_us", std::int64_t{took.count()}},
                           {"replayed", std::string_view(call.replayed ? "yes" : "no")},
                           {"peer", std::string_view(request.remote_address)}});
}

std::optional<Task<Response>> Api::serve_others(const net::Request& request, Executor& executor,
                                                Call& call) {
  if (OrderPages::serves(request.path)) {
    call.route = OrderPages::kRoute;
    return pages_.handle(request, executor);
  }
  FeedPages* const feeds = dependencies_.feeds;
  if (feeds != nullptr && feeds->serves(request.path)) {
    call.route = FeedPages::kRoute;
    return feeds->handle(request);
  }
  if (const ProviderPath* const provider = provider_path(request.path)) {
    call.route = provider->route;
    return take_provider_event(*provider, request, executor, call);
  }
  return std::nullopt;
}

Result<Api::Asking, Response> Api::admit(const net::Request& request, Call& call) {
  const wire::Dialects& dialects = dependencies_.desk.dialects();
  const bool preflight = net::is_preflight(request);
  if (preflight && find_route(dialects, "GET", request.path, {}).open) {
    return refused(net::public_preflight_answer());
  }
  const Timestamp now = dependencies_.clock.now();
  CheckOutcome outcome =
      check_request(request, {*call.agents, dependencies_.limiter, now, dialects});
  call.route = outcome.route;
  call.admitted = outcome.admitted;
  if (outcome.rejection) {
    return refused(error_response(std::move(outcome.rejection->answer),
                                  std::move(outcome.rejection->headers)));
  }
  const wire::Dialect& dialect = *call.admitted.dialect;
  const Match& match = call.admitted.match;
  if (!match.route->operation) return refused(public_document(discovery(dialect)));
  const Agent& agent = *call.admitted.agent;
  wire::Asked asked{*match.route->operation, agent.id, match.id};
  if (!app::reads(asked.operation)) return admit_change(request, call, asked, now);
  auto rejection = signature_refusal(request, agent, {}, now, dialect, asked.operation);
  if (rejection) return refused(std::move(*rejection));
  return Asking{asked, std::nullopt};
}

Result<Api::Asking, Response> Api::admit_change(const net::Request& request, const Call& call,
                                                wire::Asked asked, Timestamp now) {
  const wire::Dialect& dialect = *call.admitted.dialect;
  const Agent& agent = *call.admitted.agent;
  const bool bodiless = cancels_without_body(request, asked.operation);
  auto body = wire::parse_body(bodiless ? std::string_view("{}") : request.body);
  const auto canonical = body && !bodiless ? body->canonical_text() : std::string_view();
  auto rejection = signature_refusal(request, agent, canonical, now, dialect, asked.operation);
  if (rejection) return refused(std::move(*rejection));
  const bool keyless =
      call.admitted.match.route->key_optional && request.count("Idempotency-Key") == 0;
  const Result<std::string_view, Fault> key =
      keyless ? std::string_view() : idempotency_key(request);
  if (!key) return refused(error_response(dialect.fault(key.error(), {asked.operation})));
  asked.key = *key;
  const Digest scope = wire::Desk::key_scope(dialect, asked);
  if (!keyless) asked.scope = scope;
  if (is_replayed(request, agent, scope)) {
    return refused(error_response(dialect.fault(Fault::signature_replayed, {asked.operation}),
                                  {{"WWW-Authenticate", "Bearer"}}));
  }
  if (!body) {
    const app::Reply unreadable{std::move(body.error())};
    return refused(error_response(dialect.render(asked.operation, unreadable, asked.root)));
  }
  asked.language = language_accepted(request.header("Accept-Language").value_or(""));
  return Asking{asked, std::move(*body)};
}

// Was this signature used for something else?
bool Api::is_replayed(const net::Request& request, const Agent& agent, const Digest& scope) {
  if (!agent.signature_key) return false;
  const auto signature = request.header("Signature").value_or("");
  return !seen_signatures_.admit(agent.id, signature_identity(*agent.signature_key, signature),
                                 scope);
}

const ProviderPath* Api::provider_path(std::string_view path) const {
  for (const ProviderPath& each : dependencies_.provider_paths) {
    if (each.path == path) return &each;
  }
  return nullptr;
}

Task<Response> Api::take_provider_event(const ProviderPath& from, const net::Request& request,
                                        Executor& executor, Call& call) {
  if (request.method != "POST") co_return provider_answer(405);
  const wire::Dialect& dialect = dependencies_.desk.dialects().newest();
  if (auto refusal = check_encoding(request, dialect, std::nullopt)) {
    co_return error_response(std::move(refusal->answer), std::move(refusal->headers));
  }
  const int status = co_await from.receive(request, executor);
  call.quiet = status >= 400 && status < 500;  // Anyone can post here, and as much as they like.
  co_return provider_answer(status);
}

}  // namespace till::http
