// StripeGateway: charges shared payment tokens by Stripe's PaymentIntents.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "app/payment_gateway.h"
#include "base/log.h"
#include "payments/stripe/keyed_api.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {

// Keeps nothing itself: Stripe's idempotency keys and objects are what it remembers by. A charge or
// step ends within StripeOptions::patience; the guarded client must have been made with `judge` of
// answers.h. Any thread may call; the arguments must outlive it.
class StripeGateway final : public app::PaymentGateway {
 public:
  StripeGateway(StripeOptions options, net::GuardedClient& client, const Clock& clock, Log& log);

  // What begins from now on is asked under this key; what is under way ends under the one before.
  void take_over(Secret secret_key) { api_.take_over(std::move(secret_key)); }

  std::string_view name() const override { return "stripe"; }
  Task<app::ChargeOutcome> charge(app::ChargeRequest request, Executor& executor) override;
  Task<std::optional<checkout::PaymentFailure>> look(app::ChargeRequest request,
                                                     Executor& executor) override;
  Task<app::StepOutcome> refund(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> capture(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> cancel(app::ChargeStep step, Executor& executor) override;
  Task<app::ChargeSearch> find(std::string charge, Executor& executor) override;
  checkout::ChargeLimits limits(std::string_view currency) const override;
  std::optional<Milliseconds> closed_for() const override;

 private:
  const int amount_digits_;
  net::GuardedClient& client_;
  KeyedApi api_;
};

}  // namespace till::payments::stripe
