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

// The event of the log for what a person has to look at.
inline constexpr std::string_view kDoubt = "stripe_charge_in_doubt";

// Lives as long as the call. One thread at a time.
class Charging {
 public:
  Charging(const Api& api, app::ChargeRequest request, Executor& executor)
      : api_(api),
        request_(std::move(request)),
        repeated_(request_.repeated || !request_.reference.empty()),
        spent_(request_.key_spent_at.has_value()),
        executor_(executor),
        deadline_(api.deadline()) {}

  Task<app::ChargeOutcome> run();
  // What the token tells by itself; nothing is charged.
  Task<std::optional<checkout::PaymentFailure>> look();

 private:
  // What nobody asked Stripe for before: the token is looked at, then charged.
  Task<app::ChargeOutcome> first();
  // The PaymentIntent is known; asks by the key when that is another attempt's.
  Task<app::ChargeOutcome> known();
  // It may have been made: the key tells while Stripe remembers it.
  Task<app::ChargeOutcome> repeated();
  // The key is not sent, now or later: it tells nothing, or would charge what it should not.
  Task<app::ChargeOutcome> without_key();
  // Stripe is searched for what the attempt made. `refusal` is what the key said this time, which
  // counts once nothing was made.
  Task<app::ChargeOutcome> by_search(std::optional<ChargeReading> refusal = std::nullopt);
  // Nothing is found; whether the token was used says whether anything was charged.
  Task<app::ChargeOutcome> by_token(std::optional<ChargeReading> refusal);
  // What the attempt made among all PaymentIntents of that time; nothing when it made none.
  Task<std::optional<app::ChargeOutcome>> by_list();

  Task<app::ChargeOutcome> post();
  Task<app::ChargeOutcome> outcome_of(ChargeReading reading);
  Task<app::ChargeOutcome> look_at(std::string reference);
  Task<app::ChargeOutcome> approved(ChargeReading reading);
  // Refused: as the token explains it, or for the reading's own reason.
  Task<app::ChargeOutcome> explained(ChargeReading reading);
  // Refused for what it can do without.
  app::ChargeOutcome without_extras() const;
  Task<app::ChargeOutcome> waiting(std::string reference);
  Task<app::ChargeOutcome> abandon(std::string reference);

  Task<Reading<GrantedToken>> token();
  Task<Reading<PaymentIntent>> search();
  Task<Reading<IntentPage>> page(std::string after);
  Task<Reading<PaymentIntent>> intent(std::string reference);
  std::optional<checkout::PaymentFailure> misuse_of(const GrantedToken& token) const;
  app::ChargeOutcome doubt() const { return app::ChargeInDoubt{spent_}; }
  // Doubt that a person has to look at.
  app::ChargeOutcome in_doubt(std::string_view why) const;
  Milliseconds age() const { return api_.now() - request_.begun_at; }
  // For how long nothing can have been charged any more that a search has not seen.
  Milliseconds quiet() const;

  const Api& api_;
  const app::ChargeRequest request_;
  const bool repeated_;  // It may have charged before.
  bool spent_;           // The key is not sent any more.
  Executor& executor_;
  const Timestamp deadline_;
  std::optional<bool> block_;  // Does Stripe recommend it? Nothing until the token was looked at.
};

}  // namespace till::payments::stripe
