#include "checkout/charge_limits.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "base/currency.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

Amount nearest(Amount amount, std::int64_t step) {
  return {(amount.minor + step / 2) / step * step};
}

// What the items cost after every discount; nothing when it cannot be stated.
std::optional<Amount> cost_of_items(const Draft& draft, const Quote& quote) {
  CheckedSum cost;
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    const QuotedLine& quoted = quote.lines[i];
    const Amount unit = quoted.sold ? quoted.unit_amount : draft.lines[i].unit_amount;
    const auto base = checked_product(unit, draft.lines[i].quantity);
    if (!base) return std::nullopt;
    cost.add(*base).subtract(quoted.items_discount);
  }
  for (const AppliedDiscount& applied : quote.applied) {
    if (applied.allocations.empty()) cost.subtract(applied.amount);
  }
  return cost.result();
}

AppliedDiscount rounding(Amount amount) {
  AppliedDiscount applied;
  applied.id = kRounding;
  applied.name = "Rounding";
  applied.amount = amount;
  applied.amount_off = amount;
  applied.across = true;
  return applied;
}

Message limit_message(TextId text, Amount limit, const std::string& currency) {
  return error_message(MessageCode::invalid, Member::lines, Resolution::recoverable,
                       {text, {decimal_text(limit, currency), currency}});
}

}  // namespace

ChargeLimits both(const ChargeLimits& one, const ChargeLimits& other) {
  ChargeLimits limits;
  limits.step = std::lcm(one.step, other.step);
  limits.least = std::max(one.least, other.least);
  limits.most = one.most && other.most ? std::min(*one.most, *other.most)
                : one.most             ? one.most
                                       : other.most;
  return limits;
}

void round_quote(const Draft& draft, const ChargeLimits& limits, Quote& quote) {
  const std::int64_t step = limits.step;
  if (step == 1) return;
  for (QuotedLine& line : quote.lines) line.tax = nearest(line.tax, step);
  for (QuotedOption& option : quote.options) {
    option.subtotal = nearest(option.subtotal, step);
    option.tax = nearest(option.tax, step);
    option.included_tax = std::min(option.included_tax, option.subtotal);
    for (LineTax& line : option.line_taxes) line.tax = nearest(line.tax, step);
  }
  const auto cost = cost_of_items(draft, quote);
  const std::int64_t beyond = cost ? cost->minor % step : 0;
  if (beyond > 0) quote.applied.push_back(rounding({beyond}));
}

void keep_within(const ChargeLimits& limits, Session& priced) {
  const Amount total = priced.totals.total;
  const bool little = total < limits.least;
  const bool much = limits.most && *limits.most < total;
  // What is missing or wrong is reported first, since mending it changes the total.
  const bool ready = priced.status == Status::ready_for_payment && total.minor > 0;
  if (!ready || !(little || much) || priced.kind == SessionKind::cart) return;
  priced.messages.push_back(
      little ? limit_message(TextId::total_too_small, limits.least, priced.currency)
             : limit_message(TextId::total_too_large, *limits.most, priced.currency));
  priced.status = Status::not_ready_for_payment;
}

}  // namespace till::checkout
