// What a payment's outcome makes of a session (A15).
#include <utility>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/groups.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

// The choice for the line; null when there is none.
const SelectedFulfillmentOption* selection_of(const Session& session, const LineItem& line) {
  for (const SelectedFulfillmentOption& selected : session.selected) {
    for (const LineItemId& id : selected.lines) {
      if (id == line.id) return &selected;
    }
  }
  return nullptr;
}

FulfillmentType fulfillment_of(const Session& session, const LineItem& line) {
  if (const auto* const selected = selection_of(session, line)) return selected->type;
  return line.physical ? FulfillmentType::shipping : FulfillmentType::digital;
}

// Kept with the order, so that the buyer finds the line even if the catalogue changes.
std::optional<PickupLocation> pickup_of(const Session& session, const LineItem& line) {
  const auto* const selected = selection_of(session, line);
  if (selected == nullptr || selected->type != FulfillmentType::pickup) return std::nullopt;
  for (const FulfillmentOption& option : session.options) {
    if (option.type == selected->type && option.id == selected->option_id) return option.location;
  }
  return std::nullopt;
}

OrderLine order_line(const Session& session, const LineItem& line) {
  OrderLine ordered;
  ordered.id = line.id;
  ordered.item_id = line.item_id;
  ordered.title = line.title;
  ordered.ordered = ordered.current = line.quantity;
  ordered.unit_price = line.unit_amount;
  ordered.subtotal = line.totals.subtotal;
  ordered.tax = line.totals.tax;
  ordered.included_tax = line.totals.included_tax;
  ordered.total = line.totals.total;
  ordered.fulfillment = fulfillment_of(session, line);
  ordered.pickup = pickup_of(session, line);
  if (!line.links.images.empty()) ordered.image_url = line.links.images.front();
  ordered.page_url = line.links.page;
  if (line.facts) ordered.options = line.facts->options;
  return ordered;
}

// Split shipments go where their groups say (FU-11).
void direct_groups(const Session& session, Order& order) {
  if (session.groups.empty()) return;
  const auto owners = groups_of_lines(session);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (owners[i] == kNoGroup || !session.lines[i].physical) continue;
    const FulfillmentGroup& group = session.groups[owners[i]];
    const bool carried = group.destination_type != FulfillmentType::pickup;
    if (!carried || !has_own_address(group)) continue;
    order.lines[i].destination = group.fulfillment_details->address;
  }
}

Order order_of(const Session& session, OrderId id, const std::string& permalink_base,
               const Paid& paid, Timestamp now) {
  Order order;
  order.id = id;
  order.checkout_session_id = session.id;
  order.agent = session.agent;
  order.permalink_url = permalink_base + "/orders/" + id.text();
  order.currency = session.currency;
  order.provider = paid.provider;
  order.payment_reference = paid.reference;
  order.payment = paid.captured ? PaymentState::captured : PaymentState::authorized;
  order.review = paid.review;
  if (paid.review) order.status = OrderStatus::manual_review;
  order.totals = session.totals;
  order.notes = session.order_notes;
  order.created_at = now;
  order.language = session.language;
  bool physical = false;
  for (const LineItem& line : session.lines) {
    order.lines.push_back(order_line(session, line));
    physical = physical || line.physical;
  }
  if (physical && session.fulfillment_details) {
    order.destination = session.fulfillment_details->address;
  }
  direct_groups(session, order);
  return order;
}

// Does it tell something about the card or token that somebody who tests stolen ones wants to know?
bool is_decline(PaymentFailure failure) {
  switch (failure) {
    case PaymentFailure::declined:
    case PaymentFailure::insufficient_funds:
    case PaymentFailure::authentication_required:
    case PaymentFailure::token_unknown:
    case PaymentFailure::token_used:
    case PaymentFailure::token_expired:
    case PaymentFailure::token_other_session:
    case PaymentFailure::token_other_merchant:
    case PaymentFailure::token_other_currency:
    case PaymentFailure::token_amount_too_small:
    case PaymentFailure::token_revoked:
    case PaymentFailure::authentication_failed:
    case PaymentFailure::proof_refused: return true;
    case PaymentFailure::not_charged:
    case PaymentFailure::amount_too_small:
    case PaymentFailure::amount_too_large:
    case PaymentFailure::currency_refused:
    case PaymentFailure::provider_refused:
    case PaymentFailure::shop_declined: break;
  }
  return false;
}

// What is at fault, and what is said of it.
struct Reason {
  Member member;
  TextId text;
};

Reason reason_of(PaymentFailure failure) {
  switch (failure) {
    case PaymentFailure::declined: return {Member::payment, TextId::card_declined};
    case PaymentFailure::insufficient_funds: return {Member::payment, TextId::card_without_funds};
    case PaymentFailure::authentication_required:
      return {Member::payment, TextId::card_needs_authentication};
    case PaymentFailure::token_unknown: return {Member::token, TextId::token_unknown};
    case PaymentFailure::token_used: return {Member::token, TextId::token_used};
    case PaymentFailure::token_expired: return {Member::token, TextId::token_expired};
    case PaymentFailure::token_other_session:
      return {Member::token, TextId::token_of_other_session};
    case PaymentFailure::token_other_merchant:
      return {Member::token, TextId::token_of_other_seller};
    case PaymentFailure::token_other_currency:
      return {Member::token, TextId::token_of_other_currency};
    case PaymentFailure::token_amount_too_small: return {Member::token, TextId::token_too_small};
    case PaymentFailure::not_charged: return {Member::payment, TextId::nothing_charged};
    case PaymentFailure::token_revoked: return {Member::token, TextId::token_revoked};
    case PaymentFailure::authentication_failed:
      return {Member::payment, TextId::buyer_not_authenticated};
    case PaymentFailure::amount_too_small: return {Member::lines, TextId::charge_too_small};
    case PaymentFailure::amount_too_large: return {Member::lines, TextId::charge_too_large};
    case PaymentFailure::currency_refused: return {Member::currency, TextId::currency_not_charged};
    case PaymentFailure::proof_refused:
      return {Member::authentication_result, TextId::proof_refused};
    case PaymentFailure::provider_refused: return {Member::payment, TextId::provider_refused};
    case PaymentFailure::shop_declined: return {Member::payment, TextId::purchase_not_accepted};
  }
  return {Member::payment, TextId::payment_failed};
}

Message failure_message(PaymentFailure failure) {
  const Reason reason = reason_of(failure);
  if (failure == PaymentFailure::authentication_required) {
    return error_message(MessageCode::requires_3ds, reason.member, Resolution::requires_buyer_input,
                         reason.text);
  }
  return error_message(MessageCode::payment_declined, reason.member, Resolution::recoverable,
                       reason.text);
}

}  // namespace

Session complete_paid(const Session& session, OrderId order_id, const std::string& permalink_base,
                      const Paid& paid, Timestamp now) {
  TILL_ENSURE(session.status == Status::complete_in_progress && session.payment && !session.order);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::completed;
  next.messages.clear();
  next.payment.reset();
  next.holds.clear();  // The held pieces are sold: no stock moves with this.
  next.order = order_of(session, order_id, permalink_base, paid, now);
  next.order->dialect = session.payment->dialect;
  return next;
}

Session as_sold(Session priced, Timestamp now) {
  priced.order = order_of(priced, OrderId{}, "", Paid{}, now);
  return priced;
}

Session token_refused(const Session& session, PaymentFailure failure, Timestamp now) {
  TILL_ENSURE(!is_over(session.status) && !session.payment && !session.approval);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.messages = {failure_message(failure)};
  if (is_decline(failure)) ++next.declines;
  return next;
}

Session payment_failed(const Session& session, PaymentFailure failure, Timestamp now) {
  TILL_ENSURE(session.status == Status::complete_in_progress && session.payment && !session.order);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::ready_for_payment;
  next.payment.reset();
  next.approved = false;
  next.messages = {failure_message(failure)};
  if (is_decline(failure)) ++next.declines;
  return next;
}

}  // namespace till::checkout
