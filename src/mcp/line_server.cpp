#include "mcp/line_server.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "mcp/era.h"
#include "mcp/progress.h"

namespace till::mcp {

using std::chrono::steady_clock;

LineServer::LineServer(LineServerDependencies dependencies)
    : dependencies_(std::move(dependencies)), session_("stdio", kNewestLegacy) {}

void LineServer::receive(const std::string& line, std::function<void()> done) {
  auto incoming = Incoming::parse(line);
  if (!incoming) {
    say(render_error({}, incoming.error()));
    return done();
  }
  if (incoming->is_batch() && !has_batches(version_)) {
    say(render_error(
        {},
        {RpcCode::invalid_request, "This version has no batches: send one message a line.", {}}));
    return done();
  }
  spawn(serve(std::move(*incoming)), [done = std::move(done)](Done) { done(); });
}

void LineServer::products_changed() {
  if (!dependencies_.server.shows_products()) return;
  if (begun_) say(render_notification("notifications/resources/list_changed", {}));
  for (const Subscription& one : subscriptions_) {
    if (one.hears_products()) say(one.products_changed());
  }
}

void LineServer::end() {
  for (const Subscription& one : subscriptions_) say(one.ended());
  subscriptions_.clear();
}

Task<Done> LineServer::serve(Incoming incoming) {
  std::string answers;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    const auto message = incoming.message(i);
    // A batch is of the legacy era, whatever its messages say.
    const bool alone = !incoming.is_batch() && message;
    const Era era = alone ? era_of_line(*message) : Era::legacy;
    co_await serve_one(message, era, answers);
    if (!incoming.is_batch() && !answers.empty()) say(answers);
  }
  if (incoming.is_batch() && !answers.empty()) say("[" + answers + "]");
  co_return Done{};
}

// Appends the answer, if there is one, behind a comma when others stand before it.
Task<Done> LineServer::serve_one(const Result<RpcMessage, Malformed>& message, Era era,
                                 std::string& answers) {
  if (message && message->kind != RpcMessage::Kind::request) {
    note(*message);
    co_return Done{};
  }
  const auto append = [&answers](const std::string& text) {
    answers.append(answers.empty() ? "" : ",").append(text);
  };
  if (!message) {
    append(render_error(message.error().id, message.error().error));
    co_return Done{};
  }
  if (answers.size() > Incoming::kBatchAnswerBytes) {
    append(render_batch_full(message->id));
    co_return Done{};
  }
  if (era == Era::modern) {
    if (const auto settled = settle(*message)) {
      append(*settled);
      co_return Done{};
    }
  } else if (message->method == "initialize") {
    version_ = McpServer::version_asked(*message);
  }
  const ProgressToken progress(*message);
  const bool known = session_.begin(message->id);
  if (progress.given()) say(progress.render(0, "The call is under way."));
  const auto began = steady_clock::now();
  const RpcAnswer outcome = co_await answer(*message, era);
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
  dependencies_.access.finished({outcome.log_name, dependencies_.agent, outcome.request_id,
                                 outcome.status, outcome.replayed, took});
  const bool cancelled = known && session_.end(message->id);
  if (cancelled) co_return Done{};
  if (progress.given()) say(progress.render(1, "The call has ended."));
  append(outcome.text);
  co_return Done{};
}

std::optional<std::string> LineServer::settle(const RpcMessage& request) {
  if (const auto fault = check_request(request)) return render_error(request.id, *fault);
  if (request.method != "subscriptions/listen") return std::nullopt;
  return subscribe(request);
}

// What it is answered comes when the listening ends: now there is but the acknowledgement.
std::string LineServer::subscribe(const RpcMessage& request) {
  auto wanted = Subscription::of(request, dependencies_.server.shows_products());
  if (!wanted) return render_error(request.id, wanted.error());
  const auto same = [&](const Subscription& one) { return one.id() == request.id; };
  if (std::any_of(subscriptions_.begin(), subscriptions_.end(), same)) {
    return render_error(
        request.id,
        {RpcCode::invalid_request, "This id listens already. Send a request of another id.", {}});
  }
  if (subscriptions_.size() >= kSubscriptions) {
    return render_error(
        request.id,
        {RpcCode::internal, "There are as many subscriptions as there may be. Cancel one.", {}});
  }
  subscriptions_.push_back(std::move(*wanted));
  return subscriptions_.back().acknowledged();
}

// Always an answer, also when the server fails.
Task<RpcAnswer> LineServer::answer(const RpcMessage& request, Era era) {
  ToolCaller caller{dependencies_.agent, dependencies_.executor, era};
  if (era == Era::modern) {
    caller.given_up = [this, id = request.id] { return session_.is_cancelled(id); };
  }
  RpcAnswer outcome;
  try {
    outcome = co_await dependencies_.server.answer(request, std::move(caller));
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
    outcome.status = 500;
    outcome.text = render_error(
        request.id, {RpcCode::internal, "The server failed. Try again.", {}, outcome.status});
  }
  co_return outcome;
}

void LineServer::note(const RpcMessage& message) {
  begun_ |= message.method == "notifications/initialized";
  if (message.method != "notifications/cancelled") return;
  const json::Node id = message.params.member("requestId");
  if (!id.given()) return;
  session_.cancel(id.json());
  std::erase_if(subscriptions_, [&](const Subscription& one) { return one.id() == id.json(); });
}

}  // namespace till::mcp
