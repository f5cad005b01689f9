#include "checkout/order_reports.h"

#include <algorithm>

#include "checkout/order_steps.h"

namespace till::checkout {
namespace {

// A refund that was seen in the total only and whose name is not known yet.
constexpr const char* kUnnamed = "unnamed";

Adjustment reported(AdjustmentType type, Amount amount, const std::string& reference,
                    const Circumstances& circumstances) {
  Adjustment made;
  made.id = circumstances.ids.make<AdjustmentId>();
  made.type = type;
  made.amount = amount;
  made.reference = reference;
  made.occurred_at = circumstances.now;
  return made;
}

template <class Fits>
Adjustment* find(Order& order, Fits fits) {
  const auto found = std::find_if(order.adjustments.begin(), order.adjustments.end(), fits);
  return found == order.adjustments.end() ? nullptr : &*found;
}

// True when the adjustment did not stand like that before.
bool reach(Adjustment& adjustment, AdjustmentStatus status, Timestamp now) {
  if (adjustment.status == status) return false;
  adjustment.status = status;
  adjustment.occurred_at = now;
  return true;
}

struct Take {
  Order& order;  // Changed in place.
  const Circumstances& circumstances;

  // Ours while it is pending is settled by its attempt; what follows is the provider's word alone.
  bool operator()(const RefundReport& report) const {
    Adjustment* const own = find(order, [&](const Adjustment& each) {
      return report.adjustment ? each.id == *report.adjustment : each.reference == report.reference;
    });
    if (own != nullptr) {
      const bool settled_by_attempt = report.adjustment && own->reference.empty();
      // A late pending is an earlier report that was overtaken.
      if (settled_by_attempt || report.status == AdjustmentStatus::pending) return false;
      return reach(*own, report.status, circumstances.now);
    }
    if (report.status == AdjustmentStatus::failed) return false;
    Adjustment* const unnamed = find(order, [&](const Adjustment& each) {
      return each.reference == kUnnamed && each.amount == report.amount;
    });
    if (unnamed != nullptr) {
      unnamed->reference = report.reference;
      return true;
    }
    order.adjustments.push_back(
        reported(AdjustmentType::refund, report.amount, report.reference, circumstances));
    order.adjustments.back().status = report.status;
    return true;
  }

  bool operator()(const RefundTotalReport& report) const {
    std::int64_t known = 0;
    for (const Adjustment& each : order.adjustments) {
      const bool counts = each.type == AdjustmentType::refund && each.amount &&
                          each.status != AdjustmentStatus::failed;
      if (counts) known += each.amount->minor;
    }
    if (report.refunded.minor <= known) return false;
    order.adjustments.push_back(reported(
        AdjustmentType::refund, Amount{report.refunded.minor - known}, kUnnamed, circumstances));
    order.adjustments.back().status = AdjustmentStatus::completed;
    return true;
  }

  bool operator()(const DisputeReport& report) const {
    Adjustment* const known = find(order, [&](const Adjustment& each) {
      return each.type == AdjustmentType::dispute && each.reference == report.reference;
    });
    if (known != nullptr) {
      if (report.status == AdjustmentStatus::pending) return false;
      return reach(*known, report.status, circumstances.now);
    }
    order.adjustments.push_back(
        reported(AdjustmentType::dispute, report.amount, report.reference, circumstances));
    order.adjustments.back().status = report.status;
    return true;
  }

  bool operator()(const ReviewReport& report) const {
    // What has left cannot be held back.
    if (order.review == report.opened || (report.opened && everything_left(order))) return false;
    order.review = report.opened;
    return true;
  }

  // What we let go ourselves, or are capturing, is settled by its attempt.
  bool operator()(const LapseReport&) const {
    if (order.payment != PaymentState::authorized) return false;
    order.payment = PaymentState::lapsed;
    return true;
  }
};

}  // namespace

std::optional<Order> take_report(const Order& order, const OrderReport& report,
                                 const Circumstances& circumstances) {
  Order next = order;
  if (!std::visit(Take{next, circumstances}, report)) return std::nullopt;
  next.status = status_of(next);
  return next;
}

}  // namespace till::checkout
