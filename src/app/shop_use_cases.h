// What the shop's answer makes of an order. Plain. Private to app.
#pragma once

#include <utility>

#include "app/ports/order_events.h"
#include "app/shop_receiver.h"
#include "app/use_case.h"

namespace till::app {

// The dependencies of each use case must outlive it.
class TakeShopAnswer final : public UseCase {
 public:
  TakeShopAnswer(OrderEvents& events, ShopAnswer answer)
      : events_(events), answer_(std::move(answer)) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

  // Of the last decision: the shop said no, and the order is not one that it has taken since.
  bool refused() const { return refused_; }
  // The shop gave another number before, which stands.
  bool other_number() const { return other_number_; }

 private:
  OrderEvents& events_;
  ShopAnswer answer_;
  bool refused_ = false;
  bool other_number_ = false;
};

// The order is told to the shop as it is now.
class PushOrder final : public UseCase {
 public:
  explicit PushOrder(OrderEvents& events) : events_(events) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

 private:
  OrderEvents& events_;
};

}  // namespace till::app
