// Pricing: a draft on its way to the next version of its session: what the shop is asked, and what
// its answer makes of the draft. Plain. Private to app.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
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

  // After the prices: what the shop itself is to set aside for the next version of `before` (null:
  // there was none). Nothing when Till holds on its own stock, or nothing has to be held. Not for
  // carts, which hold nothing.
  std::optional<Needs> ask_hold(const Answers& answers, const checkout::SessionPtr& before,
                                Timestamp now);
  // As it is if the shop holds all of that. Only while ask_hold() waits for its answer.
  const checkout::Session& as_quoted() const { return ***priced_; }

  // Never null.
  using Priced = Result<std::shared_ptr<checkout::Session>, checkout::Refusal>;

  // The draft at the prices that were answered, in amounts that can be charged, with what the shop
  // was found to hold where it was asked. Once an ask(). Refused: what the shop refuses, and what
  // checkout::price() does.
  Priced price(const Answers& answers);

  // decide_session() with what the shop was found to hold; and that alone, where the changeset has
  // its session already.
  Decision decide(const checkout::Session* before, std::shared_ptr<checkout::Session> next,
                  Success success, Timestamp now) const;
  Decision decide(const checkout::Session* before, checkout::Session&& next, Success success,
                  Timestamp now) const {
    return decide(before, std::make_shared<checkout::Session>(std::move(next)), success, now);
  }
  void keep_hold(Changeset& changeset, Timestamp now) const;

 private:
  // The prices of the shop's own feeds that the agent showed.
  void honor(checkout::Draft& draft, Timestamp now) const;
  Priced price_quoted(const Answers& answers);
  Priced price_held(const HoldAnswer& answer);
  Priced finish(checkout::Quote& quote);
  checkout::ChargeLimits limits() const;

  const CheckoutDependencies& dependencies_;
  std::shared_ptr<checkout::Draft> draft_;  // Stays where it is until it is committed.
  checkout::Selections selections_;
  const std::vector<checkout::RequestedLine>* requested_ = nullptr;
  std::string currency_;
  bool to_charge_ = false;
  bool shop_holds_ = false;
  // Before the shop said what it holds: as it was priced, and of what.
  std::optional<Priced> priced_;
  checkout::Quote quote_;
  std::optional<HoldIntent> held_;
};

// Commits `next`, which follows `before` (null: the first version), and the stock that moves with
// it, within the limits of its agent, and answers with it.
Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        std::shared_ptr<checkout::Session> next, Success success);
Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        checkout::Session&& next, Success success);

}  // namespace till::app
