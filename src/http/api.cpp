#include "http/api.h"

#include <algorithm>
#include <utility>

#include "app/background.h"
#include "base/limits.h"
#include "http/answers.h"
#include "http/provider_answers.h"
#include "http/signature.h"
#include "json/writer.h"
#include "net/bearer.h"
#include "net/cors.h"
#include "webhooks/order_json.h"
#include "wire/acp_request.h"
#include "wire/body.h"
#include "wire/spelling.h"

namespace till::http {
namespace {

using app::Reply;
using net::Response;
using wire::ErrorDialect;
using wire::Fault;

// Longer methods are none of HTTP; a log line need not show the whole of one.
constexpr std::size_t kMethodBytes = 16;
// Answers kept for sessions that are read again: a few kilobytes each as a rule.
constexpr std::size_t kShownSessions = 8192;
constexpr std::size_t kShownBytes = 64 * 1024 * 1024;

// The 401 of a request that is not signed as its agent has to (A3); nothing when it may pass.
std::optional<Response> signature_refusal(const net::Request& request, const Agent& agent,
                                          std::string_view canonical, Timestamp now,
                                          ErrorDialect dialect) {
  if (!agent.signature_key) return std::nullopt;
  const auto fault = check_signature(
      *agent.signature_key,
      {request.header("Signature"), request.header("Timestamp"), request.body, canonical}, now);
  if (!fault) return std::nullopt;
  return error_response(wire::render_fault(*fault, dialect), {{"WWW-Authenticate", "Bearer"}});
}

// What ties a token to the request that made it (DL-15); what the agent itself named so stays.
void add_correlation(checkout::VaultCommand& command, std::string_view key) {
  command.metadata.emplace("merchant_id", command.merchant_id);
  const bool ascii =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (ascii) command.metadata.emplace("idempotency_key", key);
}

// Asks without a body or a key and changes nothing.
bool reads(Action action) {
  return action == Action::get || action == Action::get_order || action == Action::get_cart;
}

// The body stands above the header (TR-10).
std::optional<Language> language_asked(const net::Request& request,
                                       const std::optional<std::string>& locale) {
  const auto of_body = locale ? language_of_tag(*locale) : std::nullopt;
  return of_body ? of_body : language_accepted(request.header("Accept-Language").value_or(""));
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

Api::Api(ApiDependencies dependencies, std::shared_ptr<const Agents> agents)
    : dependencies_(std::move(dependencies)),
      shown_sessions_(dependencies_.renderer, kShownSessions, kShownBytes),
      seen_signatures_(dependencies_.guarded_clock != nullptr ? *dependencies_.guarded_clock
                                                              : dependencies_.clock,
                       app::Retention{}.answers),
      pages_(dependencies_.orders, dependencies_.profile, dependencies_.clock),
      discovery_(
          wire::render_discovery(dependencies_.profile, dependencies_.delegate_payment_open)),
      agents_(std::move(agents)) {}

void Api::set_agents(std::shared_ptr<const Agents> agents) {
  const std::lock_guard lock(mutex_);
  agents_ = std::move(agents);
}

void Api::set_currencies(const std::vector<std::string>& currencies) {
  checkout::SellerProfile profile = dependencies_.profile;
  profile.currencies = currencies;
  std::string discovery = wire::render_discovery(profile, dependencies_.delegate_payment_open);
  const std::lock_guard lock(mutex_);
  discovery_ = std::move(discovery);
}

std::string Api::discovery() const {
  const std::lock_guard lock(mutex_);
  return discovery_;
}

std::shared_ptr<const Agents> Api::agents() const {
  const std::lock_guard lock(mutex_);
  return agents_;
}

Response Api::error(int status) const {
  Fault fault = Fault::internal;
  if (status == 408) fault = Fault::request_timeout;
  if (status == 413) fault = Fault::payload_too_large;
  if (status == 431) fault = Fault::headers_too_large;
  if (status == 503) return error_response(wire::render_refusal(kBusy, ErrorDialect::checkout));
  if (status == 400 || status == 501 || status == 505) fault = Fault::bad_request;
  auto answer = wire::render_fault(fault, ErrorDialect::checkout);
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
    refusal = error_response(wire::render_fault(Fault::unauthorized, ErrorDialect::checkout),
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
  const auto began = std::chrono::steady_clock::now();
  Call call;
  call.agents = agents();
  Response response;
  try {
    response = co_await answer(request, executor, call);
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

Task<Response> Api::answer(const net::Request& request, Executor& executor, Call& call) {
  if (OrderPages::serves(request.path)) {
    call.route = OrderPages::kRoute;
    co_return co_await pages_.handle(request, executor);
  }
  if (const ProviderPath* const provider = provider_path(request.path)) {
    call.route = provider->route;
    co_return co_await take_provider_event(*provider, request, executor, call);
  }
  if (request.path == kDiscoveryPath && net::is_preflight(request)) {
    co_return net::public_preflight_answer();
  }
  const Timestamp now = dependencies_.clock.now();
  CheckOutcome outcome = check_request(
      request, {*call.agents, dependencies_.limiter, now, dependencies_.delegate_payment_open});
  call.route = outcome.route;
  call.admitted = outcome.admitted;
  if (outcome.rejection) {
    co_return error_response(std::move(outcome.rejection->answer),
                             std::move(outcome.rejection->headers));
  }
  const Match& match = call.admitted.match;
  if (match.action == Action::discover) {
    co_return public_document(discovery());
  }
  if (!reads(match.action)) co_return co_await change(request, executor, call, now);
  auto rejection =
      signature_refusal(request, *call.admitted.agent, {}, now, ErrorDialect::checkout);
  if (rejection) co_return std::move(*rejection);
  co_return co_await show(call, executor);
}

Task<Response> Api::change(const net::Request& request, Executor& executor, Call& call,
                           Timestamp now) {
  const Action action = call.admitted.match.action;
  const ErrorDialect dialect = dialect_of(action);
  const bool bodiless = cancels_without_body(request, action);
  auto body = wire::parse_body(bodiless ? std::string_view("{}") : request.body);
  const auto canonical = body && !bodiless ? body->canonical_text() : std::string_view();
  auto rejection = signature_refusal(request, *call.admitted.agent, canonical, now, dialect);
  if (rejection) co_return std::move(*rejection);
  // A PUT is a replacement, which may be repeated as it is (ID-21).
  const bool keyless = action == Action::replace_cart && request.count("Idempotency-Key") == 0;
  const Result<std::string_view, Fault> key =
      keyless ? std::string_view() : idempotency_key(request);
  if (!key) co_return error_response(wire::render_fault(key.error(), dialect));
  const Agent& agent = *call.admitted.agent;
  const Digest scope = sha256_of_parts({agent.id, request.path, *key});
  if (is_replayed(request, agent, scope)) {
    co_return error_response(wire::render_fault(Fault::signature_replayed, dialect),
                             {{"WWW-Authenticate", "Bearer"}});
  }
  if (!body) co_return error_response(wire::render_refusal(body.error(), dialect));
  Reply reply = co_await act(request, executor, call, {*key, scope}, std::move(*body));
  call.replayed = reply.replayed;
  co_return render(reply, dialect);
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
  if (auto refusal = check_encoding(request, ErrorDialect::checkout)) {
    co_return error_response(std::move(refusal->answer), std::move(refusal->headers));
  }
  const int status = co_await from.take(request, executor);
  call.quiet = status >= 400 && status < 500;  // Anyone can post here, and as much as they like.
  co_return provider_answer(status);
}

Task<Response> Api::show(const Call& call, Executor& executor) {
  const Match& match = call.admitted.match;
  const std::string& agent = call.admitted.agent->id;
  // An id that is none of ours is simply not found.
  if (match.action == Action::get) {
    const auto session = SessionId::parse(match.id).value_or(SessionId{});
    const Reply reply = co_await dependencies_.service.get(agent, session, executor);
    if (const auto* shown = std::get_if<app::SessionReply>(&reply.content)) {
      Response response = json_response(200, {});
      response.shared_body = shown_sessions_.render(*shown->session);
      co_return response;
    }
    co_return render(reply, ErrorDialect::checkout);
  }
  if (match.action == Action::get_cart) {
    const auto cart = CartId::parse(match.id).value_or(CartId{});
    const Reply reply = co_await dependencies_.service.get_cart(agent, cart, executor);
    co_return render(reply, ErrorDialect::checkout);
  }
  const auto id = OrderId::parse(match.id).value_or(OrderId{});
  const auto answer = co_await dependencies_.orders.get(id, agent, executor);
  if (const auto* reply = std::get_if<app::OrderReply>(&answer)) {
    std::string body;
    json::Writer json(body, reply->order.language);
    webhooks::write_order(json, reply->order);
    co_return json_response(200, std::move(body));
  }
  const auto* refusal = std::get_if<checkout::Refusal>(&answer);
  co_return error_response(wire::render_refusal(refusal != nullptr ? *refusal : checkout::Refusal{},
                                                ErrorDialect::checkout));
}

Task<Reply> Api::act(const net::Request& request, Executor& executor, const Call& call, Key key,
                     json::Body body) {
  const Agent& agent = *call.admitted.agent;
  app::RequestContext context{agent.id,           key.scope,
                              body.fingerprint(), app::Dialect::acp_2026_04_17,
                              executor,           !key.text.empty()};
  app::CheckoutService& service = dependencies_.service;
  const Match& match = call.admitted.match;
  // An id that is none of ours is simply not found, by any use case.
  const SessionId session = SessionId::parse(match.id).value_or(SessionId{});
  const CartId cart = CartId::parse(match.id).value_or(CartId{});
  switch (match.action) {
    case Action::create: {
      auto command = wire::decode_create(body);
      if (command) command->language = language_asked(request, command->locale);
      co_return co_await service.create(std::move(context), std::move(command));
    }
    case Action::update: {
      auto command = wire::decode_update(body);
      if (command) command->language = language_asked(request, std::nullopt);
      co_return co_await service.update(std::move(context), session, std::move(command));
    }
    case Action::complete: {
      auto command = wire::decode_complete(body);
      co_return co_await service.complete(std::move(context), session, std::move(command));
    }
    case Action::cancel: {
      auto command = wire::decode_cancel(body);
      co_return co_await service.cancel(std::move(context), session, std::move(command));
    }
    case Action::delegate_payment: {
      auto command = wire::decode_delegate_payment(body, dependencies_.clock.now());
      if (command) add_correlation(*command, key.text);
      co_return co_await service.vault(std::move(context), std::move(command));
    }
    case Action::create_cart: {
      auto command = wire::decode_cart(body);
      if (command) command->language = language_asked(request, command->locale);
      co_return co_await service.create_cart(std::move(context), std::move(command));
    }
    case Action::replace_cart: {
      auto command = wire::decode_cart(body);
      if (command) command->language = language_asked(request, command->locale);
      co_return co_await service.replace_cart(std::move(context), cart, std::move(command));
    }
    case Action::cancel_cart: {
      auto command = wire::decode_cancel(body).map([](const auto&) { return Done{}; });
      co_return co_await service.cancel_cart(std::move(context), cart, std::move(command));
    }
    case Action::discover:
    case Action::get:
    case Action::get_cart:
    case Action::get_order: break;
  }
  co_return Reply{checkout::Refusal{}, false};
}

Response Api::render(const Reply& reply, ErrorDialect dialect) const {
  std::vector<net::Header> headers;
  headers.reserve(4);
  if (reply.replayed) headers.push_back({"Idempotent-Replayed", "true"});
  if (const auto* answer = std::get_if<app::SessionReply>(&reply.content)) {
    const int status = answer->success == app::Success::created ? 201 : 200;
    const checkout::Session& session = *answer->session;
    const wire::SessionRenderer& renderer = dependencies_.renderer;
    const bool cart = session.kind == checkout::SessionKind::cart;
    return json_response(status, cart ? renderer.render_cart(session) : renderer.render(session),
                         std::move(headers));
  }
  if (const auto* answer = std::get_if<app::TokenReply>(&reply.content)) {
    const app::VaultToken& token = answer->token;
    return json_response(201, wire::render_token(token.id.text(), token.created_at, token.metadata),
                         std::move(headers));
  }
  return error_response(wire::render_refusal(std::get<checkout::Refusal>(reply.content), dialect),
                        std::move(headers));
}

}  // namespace till::http
