#include "app/tax_question.h"

#include <algorithm>
#include <utility>

#include "checkout/shares.h"

namespace till::app {
namespace {

using checkout::Address;
using checkout::Session;
using checkout::TaxSaleDue;

const checkout::FulfillmentOption* option_of(const Session& session, const std::string& id) {
  const auto found = std::find_if(session.options.begin(), session.options.end(),
                                  [&id](const auto& option) { return option.id == id; });
  return found == session.options.end() ? nullptr : &*found;
}

// Of a discount off the whole order each line has its share, as when it was asked.
std::vector<Amount> paid_for_lines(const Session& session) {
  Amount discount;
  for (const checkout::AppliedDiscount& each : session.discounts.applied) {
    if (each.allocations.empty() && each.id != checkout::kRounding) {
      discount.minor += each.amount.minor;
    }
  }
  std::vector<Amount> costs;
  costs.reserve(session.lines.size());
  for (const checkout::LineItem& line : session.lines) costs.push_back(line.totals.subtotal);
  const auto shares = checkout::shares_of(discount, costs);
  for (std::size_t i = 0; i < costs.size(); ++i) costs[i].minor -= shares[i].minor;
  return costs;
}

const Address* address_of(const Session& session, const TaxSaleDue& due) {
  const auto* const option = option_of(session, due.option);
  if (option != nullptr && option->location) return &option->location->address;
  const checkout::Order& order = *session.order;
  const std::size_t line = due.lines.front();
  if (line < order.lines.size() && order.lines[line].destination) {
    return &*order.lines[line].destination;
  }
  if (order.destination) return &*order.destination;
  const auto& details = session.fulfillment_details;
  return details && details->address ? &*details->address : nullptr;
}

}  // namespace

std::optional<TaxQuestion> question_of(const Session& session, const TaxSaleDue& due) {
  if (due.lines.empty() || !due.alone || session.order->erased_at) return std::nullopt;
  const Address* const address = address_of(session, due);
  if (address == nullptr) return std::nullopt;
  TaxQuestion question;
  question.session = session.id;
  question.currency = session.currency;
  question.address = *address;
  const auto paid = paid_for_lines(session);
  for (const std::size_t i : due.lines) {
    const checkout::LineItem& line = session.lines[i];
    question.exempt = question.exempt || line.exempted;
    if (paid[i].minor <= 0) continue;
    question.lines.push_back(
        {paid[i], line.totals.included_tax > Amount{0}, line.quantity, line.tax_code});
  }
  const auto* const option = option_of(session, due.option);
  if (option != nullptr && option->subtotal > Amount{0}) {
    question.delivery = TaxedAmount{option->subtotal, option->included_tax > Amount{0}};
  }
  if (question.lines.empty()) {
    if (!question.delivery) return std::nullopt;
    question.delivery->code = kDelivery;
    question.lines.push_back(*std::exchange(question.delivery, std::nullopt));
  }
  if (session.buyer && session.buyer->company && question.exempt) {
    question.tax_id = session.buyer->company->tax_id;
    question.exempt = !question.tax_id;
  }
  return question;
}

Amount tax_of(const Session& session, const TaxSaleDue& due) {
  Amount tax;
  for (const std::size_t i : due.lines) {
    const checkout::LineTotals& totals = session.lines[i].totals;
    tax.minor += totals.tax.minor + totals.included_tax.minor;
  }
  const auto* const option = option_of(session, due.option);
  if (option != nullptr) tax.minor += option->tax.minor + option->included_tax.minor;
  return tax;
}

Amount tax_of(const TaxCalculation& calculation) {
  Amount tax = calculation.delivery;
  for (const Amount& line : calculation.lines) tax.minor += line.minor;
  return tax;
}

}  // namespace till::app
