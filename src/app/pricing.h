// Pricing: a draft on its way to the next version of its session: what the shop is asked, and what
// its answer makes of the draft. Plain. Private to app.
#pragma once

#include <memory>
#include <vector>

#include "app/checkout_service.h"
#include "app/use_case.h"

namespace till::app {

// The dependencies must outlive it.
class Pricing {
 public:
  explicit Pricing(const CheckoutDependencies& dependencies) : dependencies_(dependencies) {}

  // Keeps the draft. A draft without lines needs nothing of the shop. `requested` are the lines as
  // the agent wrote them, and must live until price(); null when those of before stand.
  Needs ask(checkout::Draft&& draft, checkout::Selections selections,
            const std::vector<checkout::RequestedLine>* requested, Timestamp now);

  // The same before a charge: the lines and choices of before stand.
  Needs ask_to_charge(checkout::Draft&& draft, Timestamp now);

  // The draft at the prices that were answered, in amounts that can be charged; never null. Once an
  // ask(). Refused: what the shop refuses, and what checkout::price() does.
  Result<std::shared_ptr<checkout::Session>, checkout::Refusal> price(const Answers& answers);

 private:
  const CheckoutDependencies& dependencies_;
  std::shared_ptr<checkout::Draft> draft_;  // Stays where it is until it is committed.
  checkout::Selections selections_;
  const std::vector<checkout::RequestedLine>* requested_ = nullptr;
};

// Commits `next`, which follows `before` (null: the first version), and the stock that moves with
// it, within the limits of its agent, and answers with it.
Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        std::shared_ptr<checkout::Session> next, Success success);
Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        checkout::Session&& next, Success success);

}  // namespace till::app
