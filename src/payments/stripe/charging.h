// Charging: one call of PaymentGateway::charge. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/payment_gateway.h"
#include "payments/stripe/api.h"
#include "payments/stripe/classify.h"

namespace till::payments::stripe {

// Lives as long as the call. One thread at a time.
class Charging {
 public:
  Charging(const Api& api, app::ChargeRequest request, Executor& executor)
      : api_(api),
        request_(std::move(request)),
        repeated_(request_.repeated || !request_.reference.empty()),
        executor_(executor),
        deadline_(api.deadline()) {}

  Task<app::ChargeOutcome> run();

 private:
  // What nobody asked Stripe for before: the token is looked at, then charged.
  Task<app::ChargeOutcome> first();
  // The PaymentIntent is known; asks by the key when that is another attempt's.
  Task<app::ChargeOutcome> known();
  // It may have been made: the key tells while Stripe remembers it.
  Task<app::ChargeOutcome> repeated();
  // The key tells nothing, so Stripe is searched for what the attempt made.
  Task<app::ChargeOutcome> by_search();
  // Nothing is found; whether the token was used says whether anything was charged.
  Task<app::ChargeOutcome> by_token();

  Task<app::ChargeOutcome> post();
  Task<app::ChargeOutcome> outcome_of(ChargeReading reading);
  Task<app::ChargeOutcome> look_at(std::string reference);
  Task<app::ChargeOutcome> approved(ChargeReading reading);
  // Refused: as the token explains it, or for the reading's own reason.
  Task<app::ChargeOutcome> explained(ChargeReading reading);
  Task<app::ChargeOutcome> waiting(std::string reference);
  Task<app::ChargeOutcome> abandon(std::string reference);

  Task<Reading<GrantedToken>> token();
  Task<Reading<PaymentIntent>> search();
  Task<Reading<PaymentIntent>> intent(std::string reference);
  std::optional<checkout::PaymentFailure> misuse_of(const GrantedToken& token) const;
  app::ChargeOutcome in_doubt(std::string_view why) const;
  Milliseconds age() const { return api_.now() - request_.begun_at; }

  const Api& api_;
  const app::ChargeRequest request_;
  const bool repeated_;  // It may have charged before.
  Executor& executor_;
  const Timestamp deadline_;
  std::optional<bool> block_;  // Does Stripe recommend it? Nothing until the token was looked at.
};

}  // namespace till::payments::stripe
