// A payment provider that drops, delays and repeats, and never forgets what it did.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "app/payment_gateway.h"
#include "simulation/world.h"

namespace till::simulation {

// Says no to tokens that begin with "bad".
inline constexpr const char* kGoodToken = "good";
inline constexpr const char* kBadToken = "bad";

class Bank final : public app::PaymentGateway {
 public:
  explicit Bank(World& world) : world_(world) {}

  struct Charge {
    SessionId session;
    OrderId order;
    Amount amount;
    Amount captured;
    Amount refunded;
    bool let_go = false;
    // What the buyer is out of pocket, or has set aside.
    Amount kept() const { return let_go ? Amount{0} : Amount{amount.minor - refunded.minor}; }
  };
  const std::map<std::string, Charge>& charges() const { return charges_; }
  // Told before money is taken.
  std::function<void(const app::ChargeRequest&)> before_charge;

  std::string_view name() const override { return "bank"; }
  Task<app::ChargeOutcome> charge(app::ChargeRequest request, Executor& executor) override;
  Task<app::StepOutcome> refund(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> capture(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> cancel(app::ChargeStep step, Executor& executor) override;
  Task<app::ChargeSearch> find(std::string charge, Executor& executor) override;

 private:
  using Deed = app::StepOutcome (Bank::*)(const app::ChargeStep&);
  app::ChargeOutcome carry_out(const app::ChargeRequest& request);
  app::StepOutcome give_back(const app::ChargeStep& step);
  app::StepOutcome take(const app::ChargeStep& step);
  app::StepOutcome let_go(const app::ChargeStep& step);
  // The step over a bad line: lost, late, done twice, or done with its answer lost.
  Task<app::StepOutcome> over_the_line(app::ChargeStep step, Deed deed, Executor& executor);
  Task<Done> arrive_late(app::ChargeRequest request, Executor& executor);

  World& world_;
  std::map<std::string, Charge> charges_;               // By reference.
  std::map<std::string, app::ChargeOutcome> answered_;  // By gateway key.
  std::map<std::string, app::ChargeRequest> asked_;
  std::map<std::string, app::StepOutcome> steps_;
  std::map<std::string, std::string> spent_;  // Token -> the gateway key it was charged under.
};

}  // namespace till::simulation
