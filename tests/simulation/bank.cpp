#include "simulation/bank.h"

namespace till::simulation {

using app::ChargeApproved;
using app::ChargeInDoubt;
using app::ChargeOutcome;
using app::ChargeRefused;
using app::ChargeStep;
using app::StepDone;
using app::StepInDoubt;
using app::StepOutcome;
using app::StepRefused;
using checkout::PaymentFailure;

ChargeOutcome Bank::carry_out(const app::ChargeRequest& request) {
  const auto known = answered_.find(request.gateway_key);
  if (known != answered_.end()) {
    const app::ChargeRequest& first = asked_.at(request.gateway_key);
    world_.expect(first.amount == request.amount && first.session == request.session &&
                      first.order == request.order &&
                      first.token.reveal() == request.token.reveal(),
                  "a gateway key is sent again with other parameters");
    return known->second;
  }
  asked_.emplace(request.gateway_key, request);
  ChargeOutcome outcome = ChargeRefused{PaymentFailure::declined};
  const std::string token(request.token.reveal());
  if (spent_.contains(token)) {
    outcome = ChargeRefused{PaymentFailure::token_used};
  } else if (token.starts_with(kGoodToken)) {
    before_charge(request);
    const std::string reference = "ch_" + std::to_string(charges_.size() + 1);
    Charge charge{request.session, request.order, request.amount, {}, {}};
    if (!request.capture_later) charge.captured = request.amount;
    charges_.emplace(reference, charge);
    spent_.emplace(token, request.gateway_key);
    outcome = ChargeApproved{reference, !request.capture_later};
  }
  answered_.emplace(request.gateway_key, outcome);
  return outcome;
}

Task<Done> Bank::arrive_late(app::ChargeRequest request, Executor& executor) {
  co_await world_.later(Milliseconds(500 + world_.draw(20'000)), executor);
  carry_out(request);
  co_return Done{};
}

Task<ChargeOutcome> Bank::charge(app::ChargeRequest request, Executor& executor) {
  co_await world_.travel(executor);
  if (world_.fault(10)) co_return ChargeInDoubt{};
  if (world_.fault(5)) {
    spawn(arrive_late(std::move(request), executor), [](Done) {});
    co_return ChargeInDoubt{};
  }
  const ChargeOutcome outcome = carry_out(request);
  if (world_.fault(5)) carry_out(request);
  co_await world_.travel(executor);
  if (world_.fault(15)) co_return ChargeInDoubt{};
  co_return outcome;
}

StepOutcome Bank::give_back(const ChargeStep& step) {
  const auto charge = charges_.find(step.charge);
  if (charge == charges_.end()) return StepRefused{};
  charge->second.refunded.minor += step.amount.minor;
  world_.expect(charge->second.refunded <= charge->second.captured,
                "more is given back than was charged");
  return StepDone{"re_" + std::to_string(steps_.size() + 1)};
}

StepOutcome Bank::take(const ChargeStep& step) {
  const auto charge = charges_.find(step.charge);
  if (charge == charges_.end() || charge->second.let_go) return StepRefused{};
  if (charge->second.captured == Amount{0}) {
    // What is not captured is let go.
    charge->second.captured = charge->second.amount = step.amount;
  }
  return StepDone{step.charge};
}

StepOutcome Bank::let_go(const ChargeStep& step) {
  const auto charge = charges_.find(step.charge);
  if (charge == charges_.end() || charge->second.captured != Amount{0}) return StepRefused{};
  charge->second.let_go = true;
  return StepDone{step.charge};
}

Task<StepOutcome> Bank::over_the_line(ChargeStep step, Deed deed, Executor& executor) {
  co_await world_.travel(executor);
  if (world_.fault(15)) co_return StepInDoubt{};
  auto known = steps_.find(step.gateway_key);
  if (known == steps_.end()) {
    known = steps_.emplace(step.gateway_key, (this->*deed)(step)).first;
  }
  const StepOutcome outcome = known->second;
  co_await world_.travel(executor);
  if (world_.fault(15)) co_return StepInDoubt{};
  co_return outcome;
}

Task<StepOutcome> Bank::refund(ChargeStep step, Executor& executor) {
  return over_the_line(std::move(step), &Bank::give_back, executor);
}

Task<StepOutcome> Bank::capture(ChargeStep step, Executor& executor) {
  return over_the_line(std::move(step), &Bank::take, executor);
}

Task<StepOutcome> Bank::cancel(ChargeStep step, Executor& executor) {
  return over_the_line(std::move(step), &Bank::let_go, executor);
}

Task<app::ChargeSearch> Bank::find(std::string charge, Executor&) {
  const auto found = charges_.find(charge);
  if (found == charges_.end()) co_return app::ChargeUnknown{};
  co_return app::ChargeOrigin{found->second.session};
}

}  // namespace till::simulation
