// What the payment provider reports about an order's money by itself: a refund or dispute made
// there, a review, an authorization that was captured or lapsed. Reports come in any order and more
// than once.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "checkout/decide.h"
#include "checkout/order.h"
#include "checkout/order_rules.h"

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

// The money was taken, by us or by hand: `captured` in all.
struct CaptureReport {
  Amount captured;
};

using OrderReport = std::variant<RefundReport, RefundTotalReport, DisputeReport, ReviewReport,
                                 LapseReport, CaptureReport>;

// The report means something only once it is known where the order's money is: the provider has not
// answered a capture or cancel of ours, or the report of a capture is still on its way.
bool must_wait(const Order& order, const OrderReport& report);

// The order that knows what was reported; nothing when it says nothing new. Never refused: it has
// happened. With a refund due the same report may say something new once more afterwards.
std::optional<OrderChange> take_report(const Order& order, const OrderReport& report,
                                       const Circumstances& circumstances);

}  // namespace till::checkout
