// BeginPayment: what a complete decides before anything is charged. Plain. Private to app.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/checkout_service.h"
#include "app/payment_attempts.h"
#include "app/pricing.h"
#include "app/use_case.h"

namespace till::app {

// Prices the session again and, when it still costs what the agent was shown, opens an attempt. The
// dependencies must outlive it.
class BeginPayment final : public UseCase {
 public:
  BeginPayment(const CheckoutDependencies& dependencies, const RequestContext& context,
               Decoded<checkout::CompleteCommand>&& command);
  Step needs(const Loaded& loaded, Timestamp now) override;
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override;

 private:
  // Did this token pay for the session? Then its agent repeats the payment after its key was
  // forgotten, and is given the order. A token is charged once, so whoever has it knew the order.
  bool paid_by(const std::vector<PaymentAttempt>& attempts) const;
  // What to ask the shop, unless the session cannot be paid now whatever it costs.
  Step offer(const checkout::Session& session, Timestamp now);
  // The session with what the agent told just now, at the prices of now.
  Needs price_again(checkout::Session taken, const checkout::Session& shown, Timestamp now);
  // Nothing may be charged when the authentication that was asked for gave no proof (CO-08).
  bool without_proof(const checkout::Session& session) const;
  // Why this cannot be paid whatever it costs, in order of precedence.
  std::optional<checkout::Refusal> objection(const checkout::Session& session, Timestamp now) const;
  // The handler that the agent chose; the first one when it names none.
  const checkout::PaymentHandler* handler() const;
  Means means() const;
  PaymentGateway& gateway() const;
  // The handler must be one that was offered (PM-11) and take such an instrument and credential
  // (PM-12). A purchase order needs no handler.
  std::optional<checkout::Refusal> check_handler() const;
  // A purchase may hold stock while it waits only if the seller allows such purchases (ST-08).
  std::optional<checkout::Refusal> check_waiting() const;
  // Is it the seller who decides before anything is paid? A card whose issuer asked for an
  // authentication after the seller's yes needs no other one.
  bool waits(const checkout::Session& priced) const;
  // Will it be charged at once, as it was quoted?
  bool is_charged(const checkout::Session& shown, const checkout::Session& quoted) const;
  // Keeps the purchase until the seller has decided, unless its token is good for nothing.
  Step ask_seller(const checkout::Session& before, Timestamp now);
  Decision await_seller(const checkout::Session& before,
                        const std::optional<checkout::PaymentFailure>& failure,
                        Timestamp now) const;
  // Asks the shop for its last word.
  Needs ask_shop(Timestamp now) const;
  Decision not_accepted(const checkout::Session& before, Timestamp now) const;
  Decision open_attempt(const checkout::Session& before, Timestamp now) const;

  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Digest scope_;
  Digest fingerprint_;
  DialectId dialect_;
  Decoded<checkout::CompleteCommand> command_;
  Pricing pricing_;
  std::optional<checkout::Buyer> buyer_;  // As the agent told just now.
  checkout::Session priced_;              // With all of that, at the prices of now.
  std::optional<ChargeRequest> look_;
};

}  // namespace till::app
