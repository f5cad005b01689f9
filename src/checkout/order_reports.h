// What the payment provider reports about an order's money by itself: a refund or dispute made
// there, a review, an authorization that lapsed. Reports come in any order and more than once.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "checkout/decide.h"
#include "checkout/order.h"

namespace till::checkout {

// One refund; `adjustment` when it was made by us.
struct RefundReport {
  std::string reference;
  Amount amount;
  AdjustmentStatus status = AdjustmentStatus::completed;
  std::optional<AdjustmentId> adjustment;
};

// What all refunds come to by now, without their names.
struct RefundTotalReport {
  Amount refunded;
};

// Pending while it is open, completed when the buyer won, failed when the seller did.
struct DisputeReport {
  std::string reference;
  Amount amount;
  AdjustmentStatus status = AdjustmentStatus::pending;
};

// A person is to look at the order before it leaves, or has found it fine.
struct ReviewReport {
  bool opened = true;
};

// What was authorized is gone.
struct LapseReport {};

using OrderReport =
    std::variant<RefundReport, RefundTotalReport, DisputeReport, ReviewReport, LapseReport>;

// The order that knows what was reported; nothing when it says nothing new. Never refused: it has
// happened.
std::optional<Order> take_report(const Order& order, const OrderReport& report,
                                 const Circumstances& circumstances);

}  // namespace till::checkout
