#include "wire/acp/v2026_04_17.h"

#include <algorithm>
#include <array>
#include <utility>

#include "json/writer.h"
#include "wire/acp/order_json.h"
#include "wire/acp/request.h"

namespace till::wire::acp {
namespace {

using app::Command;
using app::Operation;

constexpr std::string_view kSessions = "/checkout_sessions";
constexpr std::string_view kSession = "/checkout_sessions/";
constexpr std::string_view kCart = "/carts/";
constexpr std::string_view kDiscovery = "/.well-known/acp.json";
constexpr std::string_view kVault = "/agentic_commerce/delegate_payment";

constexpr std::span<const std::string_view> kVersions(kSupportedVersions);

// The vault's stands last, so that it can be left out.
constexpr std::array kRoutes{
    Route{"GET", kDiscovery, false, "", std::nullopt, "GET /.well-known/acp.json", "GET, HEAD"},
    Route{"POST", kSessions, false, "", Operation::create, "POST /checkout_sessions", "POST",
          kVersions},
    Route{"GET", kSession, true, "", Operation::read, "GET /checkout_sessions/{id}",
          "GET, HEAD, POST", kVersions},
    Route{"POST", kSession, true, "", Operation::update, "POST /checkout_sessions/{id}",
          "GET, HEAD, POST", kVersions},
    Route{"POST", kSession, true, "/complete", Operation::complete,
          "POST /checkout_sessions/{id}/complete", "POST", kVersions},
    Route{"POST", kSession, true, "/cancel", Operation::cancel,
          "POST /checkout_sessions/{id}/cancel", "POST", kVersions},
    Route{"GET", "/orders/", true, "", Operation::read_order, "GET /orders/{id}", "GET, HEAD",
          kVersions},
    Route{"POST", "/carts", false, "", Operation::create_cart, "POST /carts", "POST", kVersions},
    Route{"GET", kCart, true, "", Operation::read_cart, "GET /carts/{id}", "GET, HEAD, PUT",
          kVersions},
    Route{"PUT", kCart, true, "", Operation::replace_cart, "PUT /carts/{id}", "GET, HEAD, PUT",
          kVersions, true},
    Route{"POST", kCart, true, "/cancel", Operation::cancel_cart, "POST /carts/{id}/cancel", "POST",
          kVersions},
    Route{"POST", kVault, false, "", Operation::vault, "POST /agentic_commerce/delegate_payment",
          "POST", kDelegatePaymentVersions},
};

CodeList codes_of(std::optional<Operation> operation) {
  return operation == Operation::vault ? CodeList::delegate_payment : CodeList::checkout;
}

// The body stands above what its transport says (TR-10).
std::optional<Language> language_of(const std::optional<std::string>& locale, const Asked& asked) {
  const auto of_body = locale ? language_of_tag(*locale) : std::nullopt;
  return of_body ? of_body : asked.language;
}

// What ties a token to the request that made it (DL-15); what the agent itself named so stays.
void add_correlation(checkout::VaultCommand& command, std::string_view key) {
  command.metadata.emplace("merchant_id", command.merchant_id);
  const bool ascii =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (ascii) command.metadata.emplace("idempotency_key", key);
}

template <class Kind>
app::Decoded<Command> either(Decoded<Kind>&& decoded) {
  if (!decoded) return refused(std::move(decoded.error()));
  return app::Decoded<Command>(tl::in_place, std::in_place_type<Kind>, std::move(*decoded));
}

std::string order_text(const checkout::Order& order) {
  std::string body;
  json::Writer json(body, order.language);
  write_order(json, order);
  return body;
}

}  // namespace

V2026_04_17::V2026_04_17(const checkout::SellerProfile& profile, const DialectOptions& options)
    : renderer_(profile), vault_open_(options.vault_open) {}

std::span<const Route> V2026_04_17::routes() const {
  const std::span<const Route> all(kRoutes);
  return vault_open_ ? all : all.first(all.size() - 1);
}

Digest V2026_04_17::fingerprint(const json::Body& body, const Asked&) const {
  return body.fingerprint();
}

app::Decoded<Command> V2026_04_17::decode(const json::Body& body, const Asked& asked,
                                          Timestamp now) const {
  switch (asked.operation) {
    case Operation::create: {
      auto command = decode_create(body);
      if (command) command->language = language_of(command->locale, asked);
      return either(std::move(command));
    }
    case Operation::update: {
      auto command = decode_update(body);
      if (command) command->language = asked.language;
      return either(std::move(command));
    }
    case Operation::complete: return either(decode_complete(body));
    case Operation::cancel:
    case Operation::cancel_cart: return either(decode_cancel(body));
    case Operation::create_cart:
    case Operation::replace_cart: {
      auto command = decode_cart(body);
      if (command) command->language = language_of(command->locale, asked);
      return either(std::move(command));
    }
    case Operation::vault: {
      auto command = decode_delegate_payment(body, now);
      if (command) add_correlation(*command, asked.key);
      return either(std::move(command));
    }
    case Operation::read:
    case Operation::read_cart:
    case Operation::read_order: break;
  }
  return Command(app::Nothing{});
}

Answer V2026_04_17::render(Operation operation, const app::Reply& reply,
                           std::string_view root) const {
  if (const auto* shown = std::get_if<app::SessionReply>(&reply.content)) {
    const checkout::Session& session = *shown->session;
    const bool cart = session.kind == checkout::SessionKind::cart;
    return {shown->success == app::Success::created ? 201 : 200,
            cart ? renderer_.render_cart(session) : renderer_.render(session)};
  }
  if (const auto* made = std::get_if<app::TokenReply>(&reply.content)) {
    const app::VaultToken& token = made->token;
    return {201, render_token(token.id.text(), token.created_at, token.metadata)};
  }
  if (const auto* shown = std::get_if<app::SeenOrder>(&reply.content)) {
    return {200, order_text(*shown->order)};
  }
  return render_refusal(std::get<checkout::Refusal>(reply.content), codes_of(operation), root);
}

Answer V2026_04_17::fault(Fault fault, const FaultDetails& details) const {
  const CodeList codes = codes_of(details.operation);
  if (!details.versions.empty()) {
    return render_version_fault(fault, codes, details.versions, details.sentence);
  }
  return render_fault(fault, codes, details.sentence);
}

std::string V2026_04_17::order_event(app::EventType type, const checkout::Order& order) const {
  return order_event_body(type, order);
}

std::string V2026_04_17::discovery(const checkout::SellerProfile& profile) const {
  return render_discovery(profile, vault_open_);
}

}  // namespace till::wire::acp
