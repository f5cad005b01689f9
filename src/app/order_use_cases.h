// What happens to an order after its sale: what is decided and what is committed. Plain. Private to
// app.
#pragma once

#include <optional>
#include <string>

#include "app/order_service.h"
#include "app/use_case.h"

namespace till::app {

// An operator's command. The dependencies of each use case must outlive it.
class ChangeOrder final : public UseCase {
 public:
  ChangeOrder(const OrderDependencies& dependencies, checkout::OrderCommand command, Doer doer)
      : dependencies_(dependencies), command_(std::move(command)), doer_(doer) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

  // Of the last decision: why the command cannot be carried out; else the order afterwards, and
  // what to ask the payment provider for then.
  const std::optional<checkout::OrderRefusal>& refusal() const { return refusal_; }
  const checkout::Order& changed() const { return changed_; }
  const std::optional<PaymentAttempt>& step() const { return step_; }

 private:
  Decision refuse(checkout::OrderRefusal refusal);

  const OrderDependencies& dependencies_;
  checkout::OrderCommand command_;
  Doer doer_;
  std::optional<checkout::OrderRefusal> refusal_;
  checkout::Order changed_;
  std::optional<PaymentAttempt> step_;
};

// What the provider answered to a step with the money of an order; never a doubt.
class SettleStep final : public UseCase {
 public:
  SettleStep(const OrderDependencies& dependencies, PaymentAttempt attempt,
             const StepOutcome& outcome);
  Step needs(const Loaded& loaded, Timestamp now) override;

  const SessionId& session() const { return attempt_.session; }
  // Of the last decision: there was no order. The refund that the step turned into.
  bool orderless() const { return orderless_; }
  const std::optional<PaymentAttempt>& refund_due() const { return refund_due_; }

 private:
  const OrderDependencies& dependencies_;
  PaymentAttempt attempt_;
  bool done_;
  bool orderless_ = false;
  std::optional<PaymentAttempt> refund_due_;
};

// What the provider reported by itself about a charge.
class TakeReport final : public UseCase {
 public:
  TakeReport(const OrderDependencies& dependencies, const ReportedCharge& charge,
             const checkout::OrderReport& report)
      : dependencies_(dependencies), charge_(charge), report_(report) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

  // Of the last decision: what became of the report, and is a refund due that comes first?
  ReportTaken taken() const { return taken_; }
  bool refund_due() const { return refund_due_; }

 private:
  Decision without_order(const Loaded& loaded);
  Decision leave(ReportTaken taken);

  const OrderDependencies& dependencies_;
  const ReportedCharge& charge_;
  const checkout::OrderReport& report_;
  ReportTaken taken_ = ReportTaken::known;
  bool refund_due_ = false;
};

}  // namespace till::app
