// The attempts of a charge, as complete and the operator's approval open them. Private to app.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/checkout_service.h"
#include "base/clock.h"
#include "base/ensure.h"

namespace till::app {

// The handler, and the reference, of what the buyer owes on account by a purchase order.
inline constexpr std::string_view kOnAccount = "on_account";
// The reference of a purchase that costs nothing.
inline constexpr std::string_view kNothingToCharge = "nothing_to_charge";

// What a purchase is paid by. Without a token the buyer pays on account.
struct Means {
  Secret token;
  std::string handler_id;
  std::string provider;  // Who charges.
};

// Who charges tokens for the handler; null is the handler of a shop that offers none.
inline PaymentGateway& gateway_of(const CheckoutDependencies& dependencies,
                                  const checkout::PaymentHandler* handler) {
  PaymentGateway* const gateway =
      dependencies.gateways.of(handler != nullptr ? handler->provider : "");
  TILL_ENSURE(gateway != nullptr);
  return *gateway;
}

inline Means means_by(const CheckoutDependencies& dependencies, Secret token,
                      const checkout::PaymentHandler* handler) {
  return {std::move(token), handler != nullptr ? handler->id : "",
          std::string(gateway_of(dependencies, handler).name())};
}

// An open attempt to charge the session's total.
inline PaymentAttempt new_attempt(const CheckoutDependencies& dependencies,
                                  const checkout::Session& session, const Means& means,
                                  Timestamp now) {
  const Secret& token = means.token;
  PaymentAttempt attempt;
  attempt.id = dependencies.ids.make<AttemptId>();
  attempt.session = session.id;
  attempt.token = token;
  attempt.token_hash = sha256(token.reveal());
  attempt.gateway_key =
      to_hex(sha256_of_parts({session.id.text(), attempt.id.text(), token.reveal()}));
  attempt.amount = session.totals.total;
  attempt.currency = session.currency;
  if (!token.empty()) attempt.provider = means.provider;
  attempt.handler_id = token.empty() ? std::string(kOnAccount) : means.handler_id;
  attempt.created_at = now;
  attempt.order = dependencies.ids.make<OrderId>();
  attempt.capture_later = dependencies.capture_later;
  const checkout::Capabilities& asks = dependencies.profile.capabilities;
  attempt.authenticate =
      asks.three_ds_required && asks.enforcement == checkout::Enforcement::always;
  return attempt;
}

// The payment was begun at a provider that is not configured any more: provider_not_configured.
checkout::Refusal not_configured(const std::string& provider);

// Does the session wait for the outcome of this attempt?
inline bool pays(const checkout::Session& session, const AttemptId& attempt) {
  return session.payment && session.payment->attempt == attempt;
}

// Longer than anybody asks the provider about an attempt at a time. Another process takes it up
// when whoever had it is gone for as long.
inline constexpr Milliseconds kAskLease = std::chrono::minutes(1);
// How long a new attempt whose request ended in doubt is left alone, since most end meanwhile.
inline constexpr Milliseconds kFirstPatience = std::chrono::seconds(5);
// The same after any other try, unless whoever tried it waits longer.
inline constexpr Milliseconds kNextPatience = std::chrono::seconds(1);

// Null when it is none of these.
inline const PaymentAttempt* find_attempt(const std::vector<PaymentAttempt>& attempts,
                                          const AttemptId& id) {
  const auto found = std::find_if(attempts.begin(), attempts.end(),
                                  [&id](const PaymentAttempt& each) { return each.id == id; });
  return found == attempts.end() ? nullptr : &*found;
}

// The uses of discounts that a charge takes (1), or gives back when nothing was charged (-1).
inline std::vector<UseMove> use_moves(const checkout::Session& session, std::int64_t taken) {
  std::vector<UseMove> moves;
  moves.reserve(session.discounts.uses.size());
  for (const checkout::DiscountUse& use : session.discounts.uses) {
    moves.push_back({use.key, taken, use.limit});
  }
  return moves;
}

}  // namespace till::app
