// What becomes of an attempt once the gateway has said something about it. Plain. Private to app.
#pragma once

#include "app/checkout_service.h"
#include "app/use_case.h"

namespace till::app {

// What an outcome means for the buyer, who hears nothing of an open one.
PaymentResult result_of(const ChargeOutcome& outcome);

// Settles the session by the outcome. Of an open outcome only what it told of the attempt is kept,
// for the next try. The dependencies must outlive it.
class Conclude final : public UseCase {
 public:
  Conclude(const CheckoutDependencies& dependencies, PaymentAttempt attempt, ChargeOutcome outcome)
      : dependencies_(dependencies), attempt_(std::move(attempt)), outcome_(std::move(outcome)) {}
  Step needs(const Loaded& loaded, Timestamp now) override;
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override;

  const SessionId& session() const { return attempt_.session; }
  // The session did not wait for this attempt any more; its answer is null.
  bool settled_by_others() const { return settled_by_others_; }

 private:
  bool tells_something() const;

  const CheckoutDependencies& dependencies_;
  PaymentAttempt attempt_;
  ChargeOutcome outcome_;
  bool settled_by_others_ = false;
};

// Keeps the attempt as a plain one, before it is charged as one: a retry after a crash uses no
// other key than the one that was committed.
class SwitchToPlain final : public UseCase {
 public:
  explicit SwitchToPlain(PaymentAttempt plain) : plain_(std::move(plain)) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

 private:
  PaymentAttempt plain_;
};

}  // namespace till::app
