#include "mcp/checkout_tools.h"

#include <utility>

#include "json/writer.h"
#include "webhooks/order_json.h"
#include "wire/acp_request.h"
#include "wire/spelling.h"

namespace till::mcp {
namespace {

using app::Reply;
using checkout::Refusal;
using wire::ErrorDialect;

// The path of the same step over REST, so that both share their idempotency keys.
std::string path_of(Action action, const std::string& id) {
  switch (action) {
    case Action::create_session: return "/checkout_sessions";
    case Action::update_session: return "/checkout_sessions/" + id;
    case Action::complete_session:
    case Action::complete_checkout: return "/checkout_sessions/" + id + "/complete";
    case Action::cancel_session: return "/checkout_sessions/" + id + "/cancel";
    case Action::create_cart: return "/carts";
    case Action::update_cart: return "/carts/" + id;
    case Action::cancel_cart: return "/carts/" + id + "/cancel";
    case Action::get_session:
    case Action::get_cart:
    case Action::get_order:
    case Action::search_products:
    case Action::get_product: break;
  }
  return {};
}

json::Body empty_payload() { return std::move(*wire::parse_body("{}")); }

// A field of the payload where it stands in the arguments (MP-16).
RpcError refusal_error(const Refusal& refusal, std::string_view root) {
  return acp_error(wire::render_refusal(refusal, ErrorDialect::checkout, root));
}

// The error of a reply that is no session.
RpcError reply_error(const Reply& reply, std::string_view root) {
  const auto* refusal = std::get_if<Refusal>(&reply.content);
  RpcError error = refusal_error(refusal != nullptr ? *refusal : Refusal{}, root);
  error.replayed = reply.replayed;
  return error;
}

}  // namespace

// A step that changes something, ready to be carried out.
struct CheckoutTools::Step {
  Action action = Action::create_session;
  std::string id;
  std::string key;
  std::optional<Language> language;
  json::Body payload;
  ToolCaller caller;
};

Task<ToolAnswer> CheckoutTools::call(const Tool& tool, const json::Node& arguments,
                                     ToolCaller caller) {
  if (tool.action == Action::complete_checkout) {
    co_return co_await complete_checkout(arguments, std::move(caller));
  }
  auto read = read_arguments(tool, arguments);
  if (!read) co_return refused(std::move(read.error()));
  const auto canonical = read->payload ? read->payload->canonical_text() : std::string_view();
  Digest scope{};
  if (tool.changes) {
    scope = sha256_of_parts({caller.agent, path_of(tool.action, read->id), read->idempotency_key});
  }
  const auto fault = dependencies_.access.signature_fault(
      caller.agent, {read->signature, read->timestamp, canonical, tool.changes ? &scope : nullptr});
  if (fault) co_return refused(acp_error(wire::render_fault(*fault, ErrorDialect::checkout)));
  if (tool.action == Action::get_order) {
    co_return co_await show_order(read->id, std::move(caller));
  }
  if (!tool.changes) {
    const Reply seen = co_await look(tool, read->id, std::move(caller));
    co_return render(seen, "$.payload");
  }
  json::Body payload = read->payload ? std::move(*read->payload) : empty_payload();
  Step step{tool.action,    read->id,           read->idempotency_key,
            read->language, std::move(payload), std::move(caller)};
  const Reply reply = co_await act(std::move(step));
  co_return render(reply, "$.payload");
}

Task<Reply> CheckoutTools::act(Step step) {
  app::RequestContext context{
      step.caller.agent,
      sha256_of_parts({step.caller.agent, path_of(step.action, step.id), step.key}),
      step.payload.fingerprint(),
      app::Dialect::acp_2026_04_17,
      step.caller.executor,
      true};
  app::CheckoutService& service = dependencies_.service;
  // An id that is none of ours is simply not found, by any use case.
  const SessionId session = SessionId::parse(step.id).value_or(SessionId{});
  const CartId cart = CartId::parse(step.id).value_or(CartId{});
  const auto asked = [&step](const std::optional<std::string>& locale) {
    const auto of_body = locale ? language_of_tag(*locale) : std::nullopt;
    return of_body ? of_body : step.language;
  };
  switch (step.action) {
    case Action::create_session: {
      auto command = wire::decode_create(step.payload);
      if (command) command->language = asked(command->locale);
      co_return co_await service.create(std::move(context), std::move(command));
    }
    case Action::update_session: {
      auto command = wire::decode_update(step.payload);
      if (command) command->language = step.language;
      co_return co_await service.update(std::move(context), session, std::move(command));
    }
    case Action::complete_session:
    case Action::complete_checkout: {
      auto command = wire::decode_complete(step.payload);
      co_return co_await service.complete(std::move(context), session, std::move(command));
    }
    case Action::cancel_session: {
      auto command = wire::decode_cancel(step.payload);
      co_return co_await service.cancel(std::move(context), session, std::move(command));
    }
    case Action::create_cart:
    case Action::update_cart: {
      auto command = wire::decode_cart(step.payload);
      if (command) command->language = asked(command->locale);
      if (step.action == Action::create_cart) {
        co_return co_await service.create_cart(std::move(context), std::move(command));
      }
      co_return co_await service.replace_cart(std::move(context), cart, std::move(command));
    }
    case Action::cancel_cart: {
      auto command = wire::decode_cancel(step.payload).map([](const auto&) { return Done{}; });
      co_return co_await service.cancel_cart(std::move(context), cart, std::move(command));
    }
    case Action::get_session:
    case Action::get_cart:
    case Action::get_order:
    case Action::search_products:
    case Action::get_product: break;
  }
  co_return Reply{Refusal{}, false};
}

Task<Reply> CheckoutTools::look(const Tool& tool, const std::string& id, ToolCaller caller) {
  app::CheckoutService& service = dependencies_.service;
  if (tool.action == Action::get_cart) {
    const CartId cart = CartId::parse(id).value_or(CartId{});
    co_return co_await service.get_cart(caller.agent, cart, caller.executor);
  }
  const SessionId session = SessionId::parse(id).value_or(SessionId{});
  co_return co_await service.get(caller.agent, session, caller.executor);
}

Task<ToolAnswer> CheckoutTools::show_order(const std::string& id, ToolCaller caller) {
  const OrderId order = OrderId::parse(id).value_or(OrderId{});
  const auto answer = co_await dependencies_.orders.get(order, caller.agent, caller.executor);
  if (const auto* reply = std::get_if<app::OrderReply>(&answer)) {
    ToolValue value;
    json::Writer json(value.json, reply->order.language);
    webhooks::write_order(json, reply->order);
    co_return value;
  }
  const auto* refusal = std::get_if<Refusal>(&answer);
  co_return refused(refusal_error(refusal != nullptr ? *refusal : Refusal{}, "$"));
}

// The payment sheet sends no key, but a token pays once: so the token is the key.
Task<ToolAnswer> CheckoutTools::complete_checkout(const json::Node& arguments, ToolCaller caller) {
  const json::Node id = arguments.member("checkout_session_id");
  const json::Node payment = arguments.member("payment_data");
  const json::Node token = payment.member("token");
  if (!id.is_text() || !token.is_text()) {
    const Refusal refusal = wire::refusal(
        checkout::RefusalCode::missing,
        id.is_text() ? "$.payment_data.token" : "$.checkout_session_id",
        "Send checkout_session_id and payment_data with the token of the payment sheet.");
    co_return refused(invalid_params(wire::render_refusal(refusal, ErrorDialect::checkout)));
  }
  auto payload = wire::body_within(arguments);
  if (!payload) co_return refused(refusal_error(payload.error(), "$"));
  const auto fault = dependencies_.access.signature_fault(
      caller.agent, {std::nullopt, std::nullopt, payload->canonical_text(), nullptr});
  if (fault) co_return refused(acp_error(wire::render_fault(*fault, ErrorDialect::checkout)));
  const std::string key = "complete_checkout " + token.text({0, 512});
  Step step{Action::complete_checkout, id.text({0, 64}), key, std::nullopt,
            std::move(*payload),       std::move(caller)};
  const Reply reply = co_await act(std::move(step));
  co_return render(reply, "$");
}

ToolAnswer CheckoutTools::render(const Reply& reply, std::string_view root) const {
  if (const auto* answer = std::get_if<app::SessionReply>(&reply.content)) {
    const checkout::Session& session = *answer->session;
    const wire::SessionRenderer& renderer = dependencies_.renderer;
    const bool cart = session.kind == checkout::SessionKind::cart;
    return ToolValue{cart ? renderer.render_cart(session) : renderer.render(session),
                     answer->success == app::Success::created ? 201 : 200, reply.replayed};
  }
  return refused(reply_error(reply, root));
}

}  // namespace till::mcp
