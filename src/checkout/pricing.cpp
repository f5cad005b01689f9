// Pricing: a draft and a quote become the session an agent sees (A7, A9).
#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "base/limits.h"
#include "checkout/decide.h"
#include "checkout/discount_rules.h"
#include "checkout/session_rules.h"
#include "checkout/session_size.h"
#include "checkout/suggested_prices.h"

namespace till::checkout {
namespace {

Refusal too_large(Field field) {
  return {RefusalCode::amount_too_large, std::move(field), TextId::amount_too_large};
}

void take_facts(Draft& draft, const Quote& quote) {
  TILL_ENSURE(draft.lines.size() == quote.lines.size());
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    const QuotedLine& quoted = quote.lines[i];
    LineItem& line = draft.lines[i];
    if (!quoted.sold) continue;  // It keeps what it was last known by.
    line.title = quoted.title;
    line.description = quoted.description;
    line.unit_amount = quoted.unit_amount;
    line.physical = quoted.physical;
    line.tax_exempt = quoted.tax_exempt || quoted.exempted;
    line.exempted = quoted.exempted;
    line.disclosures = quoted.disclosures;
    line.links = quoted.links;
    line.facts = quoted.facts;
    line.list_amount = quoted.list_amount;
    line.tax_code = quoted.tax_code;
  }
  // The id stays: the next change may be by the buyer whom the quote is for.
  draft.quote_expires_at = quote.quote_expires_at;
}

// LT-05 to LT-10 for one line; false when an amount cannot be stated.
bool price_line(LineItem& line, const QuotedLine& quoted) {
  const auto base = checked_product(line.unit_amount, line.quantity);
  if (!base) return false;
  TILL_ENSURE(quoted.items_discount.minor >= 0 && quoted.items_discount <= *base);
  TILL_ENSURE(quoted.tax.minor >= 0 && quoted.included_tax.minor >= 0);
  line.totals.items_base_amount = *base;
  line.totals.items_discount = quoted.items_discount;
  line.totals.subtotal = {base->minor - quoted.items_discount.minor};
  line.totals.tax = quoted.tax;
  line.totals.included_tax = quoted.included_tax;
  TILL_ENSURE(quoted.included_tax <= line.totals.subtotal);
  const auto total = CheckedSum().add(line.totals.subtotal).add(quoted.tax).result();
  if (!total) return false;
  line.totals.total = *total;
  return true;
}

const FulfillmentOption& option_of(const Draft& draft, const SelectedFulfillmentOption& selected) {
  const auto found =
      std::find_if(draft.options.begin(), draft.options.end(),
                   [&selected](const auto& option) { return option.id == selected.option_id; });
  TILL_ENSURE(found != draft.options.end());
  return *found;
}

const QuotedOption& quoted_option(const Quote& quote, const SelectedFulfillmentOption& selected) {
  const auto found =
      std::find_if(quote.options.begin(), quote.options.end(),
                   [&selected](const auto& option) { return option.id == selected.option_id; });
  TILL_ENSURE(found != quote.options.end());
  return *found;
}

// False when the total of the line cannot be stated.
bool tax_line(LineItem& line, const LineTax& tax, bool never_taxed) {
  line.totals.tax = tax.tax;
  line.totals.included_tax = tax.included_tax;
  TILL_ENSURE(tax.included_tax <= line.totals.subtotal);
  line.exempted = tax.exempted;
  line.tax_exempt = never_taxed || tax.exempted;
  const auto total = CheckedSum().add(line.totals.subtotal).add(tax.tax).result();
  if (total) line.totals.total = *total;
  return total.has_value();
}

// A line that is fetched is taxed where it is fetched, and what brings a line may be freed of its
// tax by the same certificate; false when an amount cannot be stated.
bool tax_by_choice(Draft& draft, const Quote& quote) {
  for (const SelectedFulfillmentOption& selected : draft.selected) {
    const QuotedOption& option = quoted_option(quote, selected);
    TILL_ENSURE(option.line_taxes.empty() || option.line_taxes.size() == option.covers.size());
    for (std::size_t i = 0; i < option.covers.size(); ++i) {
      LineItem& line = draft.lines[option.covers[i]];
      const auto& chosen = selected.lines;
      if (std::find(chosen.begin(), chosen.end(), line.id) == chosen.end()) continue;
      const bool never_taxed = quote.lines[option.covers[i]].tax_exempt;
      if (!option.line_taxes.empty() && !tax_line(line, option.line_taxes[i], never_taxed)) {
        return false;
      }
      line.exempted = line.exempted || option.exempted;
    }
  }
  return true;
}

// The totals of the whole session; nothing when one of them cannot be stated.
std::optional<OrderTotals> sum_totals(const Draft& draft) {
  CheckedSum base, items_discount, subtotal, tax, discount, fulfillment, included_tax;
  for (const LineItem& line : draft.lines) {
    base.add(line.totals.items_base_amount);
    items_discount.add(line.totals.items_discount);
    subtotal.add(line.totals.subtotal);
    tax.add(line.totals.tax);
    included_tax.add(line.totals.included_tax);
  }
  for (const AppliedDiscount& applied : draft.discounts.applied) {
    if (applied.allocations.empty()) discount.add(applied.amount);
  }
  for (const SelectedFulfillmentOption& selected : draft.selected) {
    const FulfillmentOption& option = option_of(draft, selected);
    fulfillment.add(option.subtotal);
    tax.add(option.tax);
    included_tax.add(option.included_tax);
  }
  for (const auto& sum :
       {base, items_discount, subtotal, tax, discount, fulfillment, included_tax}) {
    if (!sum.result()) return std::nullopt;
  }
  OrderTotals totals;
  totals.items_base_amount = *base.result();
  totals.items_discount = *items_discount.result();
  totals.subtotal = *subtotal.result();
  totals.discount = *discount.result();
  totals.fulfillment = *fulfillment.result();
  totals.tax = *tax.result();
  const auto total = CheckedSum()
                         .add(totals.subtotal)
                         .subtract(totals.discount)
                         .add(totals.fulfillment)
                         .add(totals.tax)
                         .result();
  if (!total) return std::nullopt;
  totals.total = *total;
  // What rounding takes off the whole is taken off no line: nobody pays more tax than price.
  totals.included_tax = std::min(*included_tax.result(), Amount{total->minor - totals.tax.minor});
  TILL_ENSURE(totals.subtotal.minor ==
              totals.items_base_amount.minor - totals.items_discount.minor);
  TILL_ENSURE(totals.discount <= totals.subtotal && totals.total.minor >= 0);
  return totals;
}

// A rejected code among those that the agent sent. Each is told once, and a code that is applied
// already is told at its repetition.
Field code_field(const std::vector<std::string>& codes, const RejectedDiscount& rejected,
                 std::vector<bool>& told) {
  bool first_is_applied = rejected.reason == MessageCode::discount_code_already_applied;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (told[i] || !same_code(codes[i], rejected.code)) continue;
    if (std::exchange(first_is_applied, false)) continue;
    told[i] = true;
    return {Member::discount_code, i};
  }
  return Member::discount_codes;
}

// A rejected code is a warning and never blocks (DC-13, DC-16).
void take_discounts(Draft& draft, const Quote& quote) {
  draft.discounts.applied = quote.applied;
  draft.discounts.rejected = quote.rejected;
  draft.discounts.uses = quote.uses;
  std::vector<bool> told(draft.discounts.codes.size(), false);
  for (const RejectedDiscount& rejected : quote.rejected) {
    draft.messages.push_back({MessageType::warning, rejected.reason,
                              code_field(draft.discounts.codes, rejected, told),
                              Resolution::recoverable, text_of_rejection(rejected.reason)});
  }
}

// What the seller requires of every payment and the agent cannot do blocks (CP-10).
void check_interventions(Draft& draft) {
  const Capabilities& agreed = draft.capabilities;
  const bool possible = (agreed.three_ds || !agreed.three_ds_required) &&
                        (agreed.biometric || !agreed.biometric_required);
  if (possible || agreed.enforcement != Enforcement::always) return;
  draft.messages.push_back(error_message(MessageCode::intervention_required, Member::interventions,
                                         Resolution::requires_buyer_review,
                                         TextId::intervention_impossible));
}

// ST-02 to ST-04: what blocks stands before what is missing.
Status status_of(const std::vector<Message>& messages) {
  Status status = Status::ready_for_payment;
  for (const Message& message : messages) {
    if (message.type != MessageType::error) continue;
    if (message.code != MessageCode::missing) return Status::not_ready_for_payment;
    status = Status::incomplete;
  }
  return status;
}

void price_empty(Draft& draft) {
  draft.holds.clear();
  draft.options.clear();
  draft.selected.clear();
  draft.discounts.applied.clear();
  draft.discounts.rejected.clear();
  draft.discounts.uses.clear();
  draft.totals = {};
  draft.messages = {error_message(MessageCode::missing, Member::lines,
                                  Resolution::requires_buyer_input, TextId::cart_empty)};
  draft.status = Status::incomplete;
}

}  // namespace

Message error_message(MessageCode code, Field field, Resolution resolution, Text text) {
  return {MessageType::error, code, std::move(field), resolution, std::move(text)};
}

std::vector<Text> errors_of(const Session& session, std::size_t most) {
  std::vector<Text> errors;
  for (const Message& message : session.messages) {
    if (message.type == MessageType::error && errors.size() < most) errors.push_back(message.text);
  }
  return errors;
}

void tell_once(Draft& draft, Message message) {
  const bool said =
      std::any_of(draft.messages.begin(), draft.messages.end(), [&](const Message& earlier) {
        return earlier.text == message.text && earlier.field.member == message.field.member;
      });
  if (!said) draft.messages.push_back(std::move(message));
}

Result<void, Refusal> price_draft(Draft& draft, const Quote& quote, const Selections& selections,
                                  const std::vector<RequestedLine>* requested) {
  if (draft.lines.empty()) {
    price_empty(draft);
    return {};
  }
  take_facts(draft, quote);
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    if (price_line(draft.lines[i], quote.lines[i])) continue;
    const bool known = requested != nullptr && i < requested->size();
    return refused(
        too_large(known ? (*requested)[i].quantity_field : Field(Member::line_quantity, i)));
  }
  hold_stock(draft, quote);
  if (draft.kind == SessionKind::cart) {
    draft.holds.clear();  // A cart keeps nothing from others.
  } else {
    choose_fulfillment(draft, quote, selections);
  }
  take_discounts(draft, quote);
  check_interventions(draft);
  if (requested != nullptr) explain_suggested_prices(draft, *requested);
  const auto totals = tax_by_choice(draft, quote) ? sum_totals(draft) : std::nullopt;
  if (!totals) return refused(too_large(Member::lines));
  draft.totals = *totals;
  draft.status = status_of(draft.messages);
  if (draft.messages.size() > limits::kMessages) draft.messages.resize(limits::kMessages);
  return make_fit(draft);
}

Result<Session, Refusal> price(Draft&& draft, const Quote& quote, const Selections& selections,
                               const std::vector<RequestedLine>* requested, Timestamp) {
  auto priced = price_draft(draft, quote, selections, requested);
  if (!priced) return refused(std::move(priced.error()));
  return std::move(draft);
}

bool is_delivered_as_shown(const Session& shown, const Session& priced) {
  // The shop may offer its options in another order.
  const auto stands = [&](const SelectedFulfillmentOption& one) {
    const auto& now = priced.selected;
    return std::find(now.begin(), now.end(), one) != now.end() &&
           option_of(shown, one).location == option_of(priced, one).location;
  };
  return shown.selected.size() == priced.selected.size() &&
         std::all_of(shown.selected.begin(), shown.selected.end(), stands);
}

Session price_changed(Session priced) {
  priced.messages.push_back({MessageType::warning, MessageCode::price_change, Member::totals,
                             Resolution::requires_buyer_review, TextId::price_changed});
  return priced;
}

Session delivery_changed(Session priced) {
  // The protocol has no code of its own for it.
  priced.messages.push_back({MessageType::warning, MessageCode::price_change, Member::selections,
                             Resolution::requires_buyer_review, TextId::delivery_changed});
  return priced;
}

}  // namespace till::checkout
