#include "checkout/order_reports.h"

#include <algorithm>
#include <utility>

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

bool is_refund(const Adjustment& each) {
  return each.type == AdjustmentType::refund && each.amount.has_value();
}

bool was_never_charged(const Adjustment& each) {
  return is_refund(each) && each.status == AdjustmentStatus::completed &&
         each.reference == kNeverCharged;
}

// Nothing was taken of what had been authorized, nor will be.
bool is_gone(const Order& order) {
  return order.payment == PaymentState::canceled || order.payment == PaymentState::lapsed;
}

// The provider has not answered a capture or cancel yet.
bool is_asked(const Order& order) {
  return order.payment == PaymentState::capturing || order.payment == PaymentState::canceling;
}

struct Take {
  OrderChange& change;
  const Circumstances& circumstances;
  Order& order = change.order;  // Changed in place.

  bool operator()(const RefundReport& report) const {
    if (is_gone(order)) return false;
    Adjustment* const own = find(order, [&](const Adjustment& each) {
      return report.adjustment ? each.id == *report.adjustment : each.reference == report.reference;
    });
    if (own != nullptr) return update(*own, report);
    Adjustment* const unnamed = find_unnamed();
    Adjustment named =
        reported(AdjustmentType::refund, report.amount, report.reference, circumstances);
    named.status = report.status;
    if (unnamed != nullptr) {
      // The total told of it as given back.
      if (named.status == AdjustmentStatus::pending) named.status = AdjustmentStatus::completed;
      if (*unnamed->amount <= report.amount) {
        named.id = unnamed->id;
        *unnamed = std::move(named);
        return true;
      }
      unnamed->amount->minor -= report.amount.minor;
    }
    order.adjustments.push_back(std::move(named));
    return true;
  }

  bool operator()(const RefundTotalReport& report) const {
    if (is_gone(order)) return false;
    std::int64_t known = 0;
    for (const Adjustment& each : order.adjustments) {
      const bool counts = is_refund(each) && each.status != AdjustmentStatus::failed &&
                          each.reference != kNeverCharged;
      if (counts) known += each.amount->minor;
    }
    if (report.refunded.minor <= known) return false;
    const Amount missing{report.refunded.minor - known};
    if (Adjustment* const unnamed = find_unnamed()) {
      unnamed->amount->minor += missing.minor;
      return true;
    }
    add_completed(missing, kUnnamed);
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

  bool operator()(const CaptureReport& report) const {
    if (is_asked(order) || order.payment == PaymentState::canceled) return false;
    const bool news = order.payment != PaymentState::captured;
    order.payment = PaymentState::captured;
    const Amount left = amount_refundable(order);
    if (news && order.status == OrderStatus::canceled && left > Amount{0}) {
      change.refund = add_refund(order, left, {}, circumstances);
      return true;
    }
    return meet(report.captured) || news;
  }

  bool update(Adjustment& own, const RefundReport& report) const {
    // A late pending is an earlier report that was overtaken.
    if (report.status == AdjustmentStatus::pending) return false;
    // Ours is settled by its attempt; what follows is the provider's word alone.
    if (report.adjustment && own.status == AdjustmentStatus::pending) return false;
    const bool failed = own.status == AdjustmentStatus::failed;
    // A refund that failed may have succeeded before, never afterwards. One that was refused
    // without a name may have been made all the same.
    if (failed && !own.reference.empty()) return false;
    if (failed) own.reference = report.reference;
    return reach(own, report.status, circumstances.now) || failed;
  }

  // Makes the refunds from before the capture those that it did take less for.
  bool meet(Amount captured) const {
    std::int64_t excess = captured.minor - order.totals.total.minor;
    for (const Adjustment& each : order.adjustments) {
      if (was_never_charged(each)) excess += each.amount->minor;
    }
    if (excess < 0) {
      add_completed(Amount{-excess}, kNeverCharged);
      return true;
    }
    Adjustment* const charged = find(order, [&](const Adjustment& each) {
      return was_never_charged(each) && each.amount->minor <= excess;
    });
    if (charged == nullptr) return false;
    reach(*charged, AdjustmentStatus::pending, circumstances.now);
    charged->reference.clear();
    change.refund = RefundDue{charged->id, *charged->amount};
    return true;
  }

  Adjustment* find_unnamed() const {
    return find(order, [](const Adjustment& each) { return each.reference == kUnnamed; });
  }

  void add_completed(Amount amount, const char* reference) const {
    order.adjustments.push_back(reported(AdjustmentType::refund, amount, reference, circumstances));
    order.adjustments.back().status = AdjustmentStatus::completed;
  }
};

}  // namespace

bool must_wait(const Order& order, const OrderReport& report) {
  if (const auto* capture = std::get_if<CaptureReport>(&report)) {
    const bool ours =
        order.payment == PaymentState::capturing && capture->captured == amount_refundable(order);
    return is_asked(order) && !ours;
  }
  const bool refund = std::holds_alternative<RefundReport>(report) ||
                      std::holds_alternative<RefundTotalReport>(report);
  return refund && (is_asked(order) || order.payment == PaymentState::authorized);
}

std::optional<OrderChange> take_report(const Order& order, const OrderReport& report,
                                       const Circumstances& circumstances) {
  OrderChange change{order};
  if (!std::visit(Take{change, circumstances}, report)) return std::nullopt;
  change.order.status = status_of(change.order);
  return change;
}

}  // namespace till::checkout
