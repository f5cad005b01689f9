// A second payment provider: charges whatever token it is given and remembers what it was asked.
#pragma once

#include <string>
#include <vector>

#include "app/payment_gateway.h"

namespace till::app {

class ToyGateway final : public PaymentGateway {
 public:
  std::string_view name() const override { return "toy"; }
  Task<ChargeOutcome> charge(ChargeRequest request, Executor&) override {
    charges.push_back(request);
    if (silent) co_return ChargeInDoubt{};
    co_return ChargeApproved{"toy_" + request.session.text(), !request.capture_later};
  }
  Task<StepOutcome> refund(ChargeStep step, Executor&) override {
    refunds.push_back(step);
    co_return StepDone{"toy_refund"};
  }
  Task<StepOutcome> capture(ChargeStep step, Executor&) override {
    captures.push_back(step);
    co_return StepDone{step.charge};
  }
  Task<StepOutcome> cancel(ChargeStep step, Executor&) override {
    cancels.push_back(step);
    co_return StepDone{step.charge};
  }
  // Its references name the session.
  Task<ChargeSearch> find(std::string charge, Executor&) override {
    ++finds;
    const auto session = charge.starts_with("toy_") ? SessionId::parse(charge.substr(4))
                                                    : std::optional<SessionId>();
    if (!session) co_return ChargeUnknown{};
    co_return ChargeOrigin{*session};
  }
  checkout::ChargeLimits limits(std::string_view) const override { return charges_within; }
  std::optional<Milliseconds> closed_for() const override {
    return down ? std::optional(Milliseconds(5'000)) : std::nullopt;
  }

  bool silent = false;
  bool down = false;
  int finds = 0;
  checkout::ChargeLimits charges_within;
  std::vector<ChargeRequest> charges;
  std::vector<ChargeStep> refunds;
  std::vector<ChargeStep> captures;
  std::vector<ChargeStep> cancels;
};

}  // namespace till::app
