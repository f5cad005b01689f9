#include "checkout/tax_news.h"

#include <algorithm>

namespace till::checkout {
namespace {

const FulfillmentOption* chosen_option(const Session& session, const std::string& id) {
  const auto found = std::find_if(session.options.begin(), session.options.end(),
                                  [&id](const auto& option) { return option.id == id; });
  return found == session.options.end() ? nullptr : &*found;
}

std::vector<std::size_t> indices_of(const Session& session, const std::vector<LineItemId>& lines) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < session.lines.size(); ++i) {
    if (std::find(lines.begin(), lines.end(), session.lines[i].id) != lines.end()) {
      indices.push_back(i);
    }
  }
  return indices;
}

bool money_was_never_taken(const Order& order) {
  return order.payment == PaymentState::canceled || order.payment == PaymentState::lapsed;
}

bool was_paid_back(const Adjustment& each) {
  return each.type == AdjustmentType::refund && each.status == AdjustmentStatus::completed &&
         each.amount.has_value();
}

Amount refunded_of(const Order& order) {
  Amount sum;
  for (const Adjustment& each : order.adjustments) {
    if (was_paid_back(each)) sum.minor += each.amount->minor;
  }
  return sum;
}

// Gathers what is due, and counts what is left of each sale.
class Reversals {
 public:
  explicit Reversals(const Order& order) : order_(order) {
    left_.reserve(order.taxes.sales.size());
    for (const TaxSale& sale : order.taxes.sales) left_.push_back(sale.total.minor);
    for (const TaxReversal& each : order.taxes.reversals) {
      if (each.sale < left_.size()) left_[each.sale] -= each.amount.minor;
    }
  }

  std::int64_t left() const {
    std::int64_t sum = 0;
    for (const std::int64_t each : left_) sum += each;
    return sum;
  }
  // What was taken back for it, and how often.
  std::int64_t known(const AdjustmentId& adjustment) const {
    std::int64_t sum = 0;
    for (const TaxReversal& each : order_.taxes.reversals) {
      if (each.adjustment == adjustment) sum += each.amount.minor;
    }
    return sum;
  }
  void take(std::int64_t amount, const AdjustmentId& adjustment, const std::string& reference) {
    auto count = std::count_if(order_.taxes.reversals.begin(), order_.taxes.reversals.end(),
                               [&](const auto& each) { return each.adjustment == adjustment; });
    for (std::size_t i = 0; i < left_.size() && amount > 0; ++i) {
      const std::int64_t part = std::min(amount, left_[i]);
      if (part <= 0) continue;
      amount -= part;
      left_[i] -= part;
      const std::string name = count == 0 ? reference : reference + "-" + std::to_string(count + 1);
      ++count;
      due.push_back({i, adjustment, name, {part}, part == order_.taxes.sales[i].total.minor});
    }
  }

  std::vector<TaxReversalDue> due;

 private:
  const Order& order_;
  std::vector<std::int64_t> left_;
};

}  // namespace

std::vector<TaxSaleDue> tax_sales(const Session& session) {
  std::vector<TaxSaleDue> sales;
  for (const SelectedFulfillmentOption& selected : session.selected) {
    const FulfillmentOption* const option = chosen_option(session, selected.option_id);
    if (option == nullptr || option->tax_calculations.empty()) continue;
    const auto lines = indices_of(session, selected.lines);
    // They are of all that the option can carry; it may carry less.
    const bool exact = lines == indices_of(session, option->covers);
    if (!exact) {
      sales.push_back({std::nullopt, lines, option->id});
      continue;
    }
    const bool alone = option->tax_calculations.size() == 1;
    for (const TaxBasis& basis : option->tax_calculations) {
      sales.push_back({basis, lines, option->id, alone});
    }
  }
  return sales;
}

std::vector<TaxReversalDue> tax_reversals(const Order& order) {
  Reversals reversals(order);
  if (money_was_never_taken(order)) {
    reversals.take(reversals.left(), {}, order.id.text() + "-canceled");
    return std::move(reversals.due);
  }
  // What rounding took off the whole is in no sale: with the last of the money everything goes.
  const bool everything = refunded_of(order) >= order.totals.total;
  for (std::size_t i = 0; i < order.adjustments.size(); ++i) {
    const Adjustment& each = order.adjustments[i];
    if (!was_paid_back(each)) continue;
    std::int64_t amount = each.amount->minor - reversals.known(each.id);
    const bool last = std::none_of(order.adjustments.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   order.adjustments.end(), was_paid_back);
    if (everything && last) amount = reversals.left();
    reversals.take(amount, each.id, each.id.text());
  }
  return std::move(reversals.due);
}

bool concerns_taxes(const Order* before, const Session& after) {
  if (!after.order || tax_sales(after).empty()) return false;
  if (before == nullptr) return true;
  return refunded_of(*before) < refunded_of(*after.order) ||
         money_was_never_taken(*before) != money_was_never_taken(*after.order);
}

}  // namespace till::checkout
