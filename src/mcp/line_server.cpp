#include "mcp/line_server.h"

#include <chrono>
#include <utility>

#include "mcp/progress.h"

namespace till::mcp {

using std::chrono::steady_clock;

LineServer::LineServer(LineServerDependencies dependencies)
    : dependencies_(std::move(dependencies)), session_("stdio", kNewest) {}

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
  if (!begun_ || !dependencies_.server.shows_products()) return;
  say(render_notification("notifications/resources/list_changed", {}));
}

Task<Done> LineServer::serve(Incoming incoming) {
  std::string answers;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    const auto message = incoming.message(i);
    co_await serve_one(message, answers);
    if (!incoming.is_batch() && !answers.empty()) say(answers);
  }
  if (incoming.is_batch() && !answers.empty()) say("[" + answers + "]");
  co_return Done{};
}

// Appends the answer, if there is one, behind a comma when others stand before it.
Task<Done> LineServer::serve_one(const Result<RpcMessage, Malformed>& message,
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
  if (message->method == "initialize") version_ = McpServer::version_asked(*message);
  const ProgressToken progress(*message);
  const bool known = session_.begin(message->id);
  if (progress.given()) say(progress.render(0, "The call is under way."));
  const auto began = steady_clock::now();
  const RpcAnswer outcome = co_await answer(*message);
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

// Always an answer, also when the server fails.
Task<RpcAnswer> LineServer::answer(const RpcMessage& request) {
  ToolCaller caller{dependencies_.agent, dependencies_.executor};
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
  if (id.given()) session_.cancel(id.json());
}

}  // namespace till::mcp
