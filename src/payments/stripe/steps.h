// Steps: what is done to a charge after it was made. Private to this folder.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "app/payment_gateway.h"
#include "payments/stripe/api.h"

namespace till::payments::stripe {

// One call of capture, cancel or refund; lives as long as the call. One thread at a time.
class Steps {
 public:
  Steps(const Api& api, app::ChargeStep step, Executor& executor)
      : api_(api), step_(std::move(step)), executor_(executor), deadline_(api.deadline()) {}

  Task<app::StepOutcome> capture() { return settle(Act::capture); }
  Task<app::StepOutcome> cancel() { return settle(Act::cancel); }
  Task<app::StepOutcome> refund();

 private:
  enum class Act { capture, cancel };
  static std::string_view name_of(Act act) { return act == Act::capture ? "capture" : "cancel"; }

  // False for what Stripe could not have charged.
  bool may_be_asked() const;
  Task<app::StepOutcome> settle(Act act);
  app::StepOutcome captured(const PaymentIntent& intent) const;
  app::StepOutcome canceled(const PaymentIntent& intent) const;
  // The outcome by the refunds that the charge has; nothing when ours is not among them.
  Task<std::optional<app::StepOutcome>> listed_refund();
  // What has become of a refund by now.
  Task<app::StepOutcome> current(Refund refund);
  app::StepOutcome outcome_of(const Refund& refund) const;
  Task<Reading<PaymentIntent>> intent();
  app::StepOutcome refused(const ApiError& error) const;
  app::StepOutcome alarm(std::string_view why, app::StepOutcome outcome) const;

  const Api& api_;
  app::ChargeStep step_;
  Executor& executor_;
  const Timestamp deadline_;
};

}  // namespace till::payments::stripe
