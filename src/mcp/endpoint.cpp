#include "mcp/endpoint.h"

#include <optional>
#include <utility>

#include "mcp/era.h"
#include "mcp/http_answers.h"
#include "mcp/progress.h"
#include "net/cors.h"

namespace till::mcp {
namespace {

using net::Response;
using std::chrono::steady_clock;

constexpr std::string_view kSessionHeader = "Mcp-Session-Id";

// Clients and people write a slash behind an endpoint or leave it out.
std::string_view without_slash(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// What the message of a body that holds one says; a batch says nothing.
SaidVersion version_in(const Incoming& incoming) {
  if (incoming.is_batch()) return {};
  const auto message = incoming.message(0);
  return message ? said_version(*message) : SaidVersion{};
}

}  // namespace

// A body of the legacy era that was taken, and who sent it.
struct Endpoint::Post {
  std::string agent;
  std::shared_ptr<ClientSession> session;  // Null when it names none.
  Incoming incoming;
  bool may_stream = false;   // The client takes a stream as the answer,
  bool must_stream = false;  // and nothing else.
  std::string peer;          // The address that it came from.
};

Endpoint::Endpoint(EndpointDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      origins_{dependencies_.public_url, dependencies_.allowed_origins},
      modern_({dependencies_.server, dependencies_.access, dependencies_.log}) {}

bool Endpoint::serves(std::string_view path) {
  path = without_slash(path);
  return path == kPath || path == kResourcePath ||
         (path.starts_with(kResourcePath) && path.substr(kResourcePath.size()) == kPath);
}

void Endpoint::products_changed() {
  if (!dependencies_.server.shows_products()) return;
  sessions_.announce(render_notification("notifications/resources/list_changed", {}));
  modern_.products_changed();
}

void Endpoint::cut_off(const std::string& agent, bool gone) {
  sessions_.cut_off(agent, gone);
  modern_.cut_off(agent);
}

std::optional<Response> Endpoint::refuse_body(const net::Request& head) {
  if (dependencies_.access.knows(head)) return std::nullopt;
  Response refusal = denied(head, {});
  dependencies_.access.finished(
      {"MCP transport", {}, {}, refusal.status, false, {}, head.remote_address});
  return refusal;
}

Task<Response> Endpoint::handle(net::Request request, Executor& executor) {
  const auto began = steady_clock::now();
  const std::string_view peer = request.remote_address;
  Response response;
  try {
    response = co_await answer(request, executor);
    if (without_slash(request.path) == kPath) open_to_page(request, response);
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
    response = http_error(500, {RpcCode::internal, "The server failed. Try again.", {}});
  }
  // What holds no message that is reported by itself.
  if (response.status >= 300 || request.method != "POST") {
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
    dependencies_.access.finished({"MCP transport", {}, {}, response.status, false, took, peer});
  }
  co_return response;
}

// A browser gives a page of another origin only what says that it may have it.
void Endpoint::open_to_page(const net::Request& request, Response& response) const {
  const auto origin = request.header("Origin");
  if (origin && is_allowed(*origin, origins_)) allow_page(*origin, response);
}

Task<Response> Endpoint::answer(const net::Request& request, Executor& executor) {
  if (without_slash(request.path) != kPath) co_return describe(request);
  if (net::is_preflight(request)) co_return preflight_answer();
  auto agent = dependencies_.access.admit(request);
  if (!agent) co_return denied(request, agent.error());
  const auto origin = request.header("Origin");
  if (origin && !is_allowed(*origin, origins_)) {
    co_return refusal_of(request, 403,
                         {RpcCode::refused,
                          "Pages of this origin may not call. The seller allows origins as "
                          "allowed_origins in [mcp].",
                          {}});
  }
  if (request.method == "POST") co_return co_await post(request, executor, std::move(*agent));
  if (request.method == "GET") co_return listen(request, *agent);
  if (request.method == "DELETE") co_return end(request, *agent);
  Response response = refusal_of(request, 405, {RpcCode::refused, "Use POST, GET or DELETE.", {}});
  response.headers.push_back({"Allow", "DELETE, GET, HEAD, POST"});
  co_return response;
}

Response Endpoint::describe(const net::Request& request) const {
  if (net::is_preflight(request)) return net::public_preflight_answer();
  if (request.method == "GET") {
    Response document =
        protected_resource(dependencies_.public_url + std::string(kPath),
                           dependencies_.resource_name, dependencies_.authorization_servers);
    net::open_to_any_page(document);
    return document;
  }
  Response response = http_error(405, {RpcCode::refused, "Use GET.", {}});
  response.headers.push_back({"Allow", "GET, HEAD"});
  return response;
}

Response Endpoint::denied(const net::Request& request, const Access::Denial& denial) const {
  const wire::Answer said = wire::render_fault(denial.fault, wire::CodeList::checkout);
  Response response = refusal_of(request, said.status, acp_error(said));
  if (denial.fault == wire::Fault::rate_limited) {
    response.headers.push_back({"Retry-After", std::to_string(denial.wait_seconds)});
    return response;
  }
  std::string challenge = "Bearer resource_metadata=\"" + dependencies_.public_url;
  challenge.append(kResourcePath).append(kPath).append("\"");
  const bool tried = request.header("Authorization").has_value();
  if (tried) challenge += ", error=\"invalid_token\"";
  response.headers.push_back({"WWW-Authenticate", std::move(challenge)});
  return response;
}

Endpoint::FoundSession Endpoint::session_of(const net::Request& request, const std::string& agent) {
  const auto id = request.header(kSessionHeader);
  if (!id) return nullptr;
  auto session = sessions_.find(agent, *id, dependencies_.clock.now());
  if (session) return session;
  return refused(http_error(404, {RpcCode::refused,
                                  "This session is over. Send initialize without Mcp-Session-Id "
                                  "to begin another.",
                                  {}}));
}

Task<Response> Endpoint::post(const net::Request& request, Executor& executor, std::string agent) {
  if (auto fault = check_post_headers(request)) co_return std::move(*fault);
  auto session = session_of(request, agent);
  auto incoming = Incoming::parse(request.body);
  const RoutingHeaders headers(request);
  const SaidVersion said = incoming ? version_in(*incoming) : SaidVersion{};
  if (era_of_post(headers, said, session && *session) == Era::modern) {
    co_return co_await modern_.post(request, std::move(incoming), std::move(agent), executor);
  }
  if (!session) co_return std::move(session.error());
  if (!incoming) co_return http_error(400, incoming.error());
  const Version version =
      *session ? (*session)->version() : parse_legacy_version(headers.version()).value_or(kUnsaid);
  if (incoming->is_batch() && !has_batches(version)) {
    co_return http_error(
        400, {RpcCode::invalid_request, "This version has no batches: send one message.", {}});
  }
  Post taken{std::move(agent),         std::move(*session),           std::move(*incoming),
             accepts_streams(request), accepts_only_streams(request), request.remote_address};
  co_return co_await legacy_post(std::move(taken), executor);
}

Task<Response> Endpoint::legacy_post(Post taken, Executor& executor) {
  bool asks = false;
  bool streams = taken.must_stream;
  std::string session_id;
  for (std::size_t i = 0; i < taken.incoming.size(); ++i) {
    const auto message = taken.incoming.message(i);
    if (!message && !taken.incoming.is_batch()) {
      co_return json_response(400, render_error(message.error().id, message.error().error));
    }
    asks |= !message || message->kind == RpcMessage::Kind::request;
    if (!message) continue;
    if (message->kind != RpcMessage::Kind::request) {
      receive(taken, *message);
      continue;
    }
    // There is more to say than the answer.
    streams |= taken.session && taken.may_stream && ProgressToken(*message).given();
    if (message->method == "initialize") {
      session_id = dependencies_.ids.make<ClientSessionId>().text();
      taken.session = sessions_.open(taken.agent, session_id, McpServer::version_asked(*message),
                                     dependencies_.clock.now());
    }
  }
  Response response;
  if (!asks) {
    response.status = 202;
    dependencies_.access.finished(
        {"MCP notification", taken.agent, {}, 202, false, {}, taken.peer});
  } else if (streams) {
    response = stream(std::move(taken), executor);
  } else {
    response = json_response(200, co_await answer_all(taken, executor));
  }
  if (!session_id.empty()) {
    response.headers.push_back({std::string(kSessionHeader), std::move(session_id)});
  }
  co_return response;
}

// What asks for no answer: only a cancellation means anything here.
void Endpoint::receive(const Post& post, const RpcMessage& message) {
  if (!post.session || message.method != "notifications/cancelled") return;
  const json::Node id = message.params.member("requestId");
  if (id.given()) post.session->cancel(id.json());
}

Task<std::string> Endpoint::answer_all(const Post& post, Executor& executor) {
  if (!post.incoming.is_batch()) {
    const auto message = post.incoming.message(0);
    co_return co_await answer_one(post, message, true, executor);
  }
  std::string all = "[";
  for (std::size_t i = 0; i < post.incoming.size(); ++i) {
    const auto message = post.incoming.message(i);
    if (message && message->kind != RpcMessage::Kind::request) continue;
    const bool first = all.size() == 1;
    if (!first) all += ',';
    if (message && all.size() > Incoming::kBatchAnswerBytes) {
      all += render_batch_full(message->id);
      continue;
    }
    all += co_await answer_one(post, message, first, executor);
  }
  co_return all + "]";
}

Task<std::string> Endpoint::answer_one(const Post& post,
                                       const Result<RpcMessage, Malformed>& message, bool first,
                                       Executor& executor) {
  if (!message) co_return render_error(message.error().id, message.error().error);
  // The first one of a body was counted when its request was let in.
  if (!first) {
    if (const auto wait = dependencies_.access.spend(post.agent)) {
      const auto said = wire::render_fault(wire::Fault::rate_limited, wire::CodeList::checkout);
      co_return render_error(message->id, acp_error(said));
    }
  }
  const auto began = steady_clock::now();
  ToolCaller caller{post.agent, executor};
  RpcAnswer outcome = co_await dependencies_.server.answer(*message, std::move(caller));
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
  dependencies_.access.finished({outcome.log_name, post.agent, outcome.request_id, outcome.status,
                                 outcome.replayed, took, post.peer});
  co_return std::move(outcome.text);
}

Response Endpoint::stream(Post post, Executor& executor) {
  auto log = post.session ? post.session->open_stream() : std::make_shared<EventLog>(1);
  if (!log) {
    return http_error(429, {RpcCode::refused,
                            "Too many calls of this session are under way. Wait for their answers.",
                            {}});
  }
  const bool primed = post.session && primes_streams(post.session->version());
  Response response = event_stream(log->read(0, primed));
  ++under_way_;
  spawn(work(std::move(post), std::move(log), executor), [this](Done) { --under_way_; });
  return response;
}

// Goes on whether or not the client still listens: it may come back for what it missed.
Task<Done> Endpoint::work(Post post, std::shared_ptr<EventLog> log, Executor& executor) {
  const bool single = !post.incoming.is_batch();
  const auto message = post.incoming.message(0);
  std::optional<ProgressToken> progress;
  if (single && message) progress.emplace(*message);
  const bool told = progress && progress->given();
  const std::string id = message ? message->id : std::string();
  const bool known = single && post.session && message && post.session->begin(id);
  if (told) log->push(progress->render(0, "The call is under way."));
  std::string answer;
  try {
    answer = co_await answer_all(post, executor);
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
    answer = render_error(id, {RpcCode::internal, "The server failed. Try again.", {}, 500});
  }
  const bool cancelled = known && post.session->end(id);
  if (!cancelled) {
    if (told) log->push(progress->render(1, "The call has ended."));
    log->push(answer);
  }
  log->finish();
  co_return Done{};
}

Response Endpoint::listen(const net::Request& request, const std::string& agent) {
  if (!accepts_streams(request)) {
    return http_error(406, {RpcCode::refused, "Accept text/event-stream.", {}});
  }
  if (auto fault = check_version_header(request)) return std::move(*fault);
  auto found = session_of(request, agent);
  if (!found) return std::move(found.error());
  const auto& session = *found;
  if (!session) return http_error(400, {RpcCode::refused, "Send Mcp-Session-Id.", {}});
  // Who asks for the head alone must not take the place of who listens.
  if (request.head_only) return event_stream(std::make_shared<EventLog>(1)->read(0, false));
  const bool primed = primes_streams(session->version());
  const auto last = request.header("Last-Event-ID");
  if (!last) {
    const auto own = session->own_stream();
    return event_stream(own->read(own->last(), primed));
  }
  const auto place = parse_event_id(*last);
  const auto log = place ? session->find_stream(*place) : nullptr;
  if (log) return event_stream(log->read(place->number, false));
  return http_error(400, {RpcCode::refused,
                          "This Last-Event-ID names no event that is still kept. Listen without "
                          "it, and repeat what was not answered with its idempotency_key.",
                          {}});
}

Response Endpoint::end(const net::Request& request, const std::string& agent) {
  if (auto fault = check_version_header(request)) return std::move(*fault);
  const auto id = request.header(kSessionHeader);
  if (!id) return http_error(400, {RpcCode::refused, "Send Mcp-Session-Id.", {}});
  if (!sessions_.end(agent, *id)) {
    return http_error(404, {RpcCode::refused, "This session is over already.", {}});
  }
  Response response;
  response.status = 204;
  return response;
}

}  // namespace till::mcp
