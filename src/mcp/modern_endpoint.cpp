#include "mcp/modern_endpoint.h"

#include <chrono>
#include <utility>

#include "mcp/era.h"
#include "mcp/http_answers.h"
#include "mcp/progress.h"

namespace till::mcp {

using net::Response;

namespace {

// The request that a body holds, or the answer to one that holds none.
Result<RpcMessage, Response> request_in(const Result<Incoming, RpcError>& incoming) {
  using Kind = RpcMessage::Kind;
  if (!incoming) return refused(http_error(400, incoming.error()));
  if (incoming->is_batch()) {
    return refused(http_error(
        400, {RpcCode::invalid_request, "This version has no batches: send one message.", {}}));
  }
  auto message = incoming->message(0);
  if (!message) {
    const Malformed& fault = message.error();
    return refused(json_response(400, render_error(fault.id, fault.error)));
  }
  if (message->kind == Kind::request) return std::move(*message);
  if (message->kind == Kind::response) {
    return refused(http_error(
        400, {RpcCode::invalid_request, "Nothing was asked of you: send requests only.", {}}));
  }
  Response taken;
  taken.status = 202;
  return refused(std::move(taken));
}

}  // namespace

// One request, and what it came with.
struct ModernEndpoint::Call {
  Incoming incoming;  // The message refers to it.
  RpcMessage message;
  std::string agent;
  std::string peer_address;
  std::shared_ptr<const net::Peer> peer;
  Executor& executor;
};

Task<Response> ModernEndpoint::post(const net::Request& request,
                                    Result<Incoming, RpcError> incoming, std::string agent,
                                    Executor& executor) {
  auto message = request_in(incoming);
  if (!message && message.error().status == 202) {
    dependencies_.access.finished(
        {"MCP notification", agent, {}, 202, false, {}, request.remote_address});
  }
  if (!message) co_return std::move(message.error());
  if (const auto fault = check_request(RoutingHeaders(request), *message)) {
    co_return json_response(400, render_error(message->id, *fault));
  }
  if (message->method == "subscriptions/listen") co_return listen(request, *message, agent);
  const bool in_parts = message->method == "tools/call" && ProgressToken(*message).given() &&
                        accepts_streams(request);
  Call call{std::move(*incoming),   std::move(*message), std::move(agent),
            request.remote_address, request.peer,        executor};
  if (in_parts) co_return answer_in_parts(std::move(call));
  co_return co_await answer_whole(call, accepts_only_streams(request));
}

Response ModernEndpoint::listen(const net::Request& request, const RpcMessage& message,
                                const std::string& agent) {
  auto subscription = Subscription::of(message, dependencies_.server.shows_products());
  if (!subscription) return json_response(200, render_error(message.id, subscription.error()));
  if (!accepts_streams(request)) {
    return json_response(
        406, render_error(message.id,
                          {RpcCode::invalid_request, "Accept text/event-stream to listen.", {}}));
  }
  auto stream = listeners_.open(agent, std::move(*subscription), request.peer);
  if (!stream) {
    return json_response(
        429, render_error(message.id, {RpcCode::internal,
                                       "This agent listens as often as it may. End a stream first.",
                                       {}}));
  }
  dependencies_.access.finished(
      {"MCP subscriptions/listen", agent, {}, 200, false, {}, request.remote_address});
  return event_stream(std::move(stream));
}

Task<Response> ModernEndpoint::answer_whole(const Call& call, bool as_event) {
  const RpcAnswer outcome = co_await answer(call, nullptr);
  if (!as_event || outcome.http_status != 200) {
    co_return json_response(outcome.http_status, outcome.text);
  }
  auto stream = std::make_shared<RequestStream>(call.peer);
  stream->push(outcome.text);
  stream->finish();
  co_return event_stream(std::move(stream));
}

Response ModernEndpoint::answer_in_parts(Call call) {
  auto stream = std::make_shared<RequestStream>(call.peer);
  Response response = event_stream(stream);
  ++under_way_;
  spawn(work(std::move(call), std::move(stream)), [this](Done) { --under_way_; });
  return response;
}

Task<Done> ModernEndpoint::work(Call call, std::shared_ptr<RequestStream> stream) {
  const ProgressToken progress(call.message);
  stream->push(progress.render(0, "The call is under way."));
  const RpcAnswer outcome = co_await answer(call, stream);
  stream->push(progress.render(1, "The call has ended."));
  stream->push(outcome.text);
  stream->finish();
  co_return Done{};
}

// Always an answer, also when the server fails. It is told to nobody once the client is gone.
Task<RpcAnswer> ModernEndpoint::answer(const Call& call,
                                       std::shared_ptr<const RequestStream> stream) {
  using std::chrono::steady_clock;
  const auto began = steady_clock::now();
  ToolCaller caller{call.agent, call.executor, Era::modern};
  caller.given_up = [peer = call.peer, stream] {
    return (peer && peer->is_gone()) || (stream && stream->is_closed());
  };
  RpcAnswer outcome;
  try {
    outcome = co_await dependencies_.server.answer(call.message, std::move(caller));
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
    outcome.http_status = 500;
    outcome.text = render_error(call.message.id,
                                {RpcCode::internal, "The server failed. Try again.", {}, 500});
  }
  // An answer of another status than 200 is reported with its transport.
  if (outcome.http_status != 200) co_return outcome;
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
  dependencies_.access.finished({outcome.log_name, call.agent, outcome.request_id, outcome.status,
                                 outcome.replayed, took, call.peer_address});
  co_return outcome;
}

}  // namespace till::mcp
