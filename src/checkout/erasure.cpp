#include "checkout/erasure.h"

#include <algorithm>
#include <utility>

#include "checkout/emails.h"

namespace till::checkout {

Session without_buyer(Session session) {
  session.buyer_forgotten = session.buyer_forgotten || !known_emails(session).empty();
  session.buyer.reset();
  session.fulfillment_details.reset();
  for (FulfillmentGroup& group : session.groups) {
    group.fulfillment_details.reset();
    group.instructions.reset();
  }
  session.messages.clear();
  session.timezone.reset();
  session.metadata_json.reset();
  session.order_notes.reset();
  session.authentication.reset();
  session.approval.reset();
  session.record = {};
  session.quote_id.reset();
  session.quote_expires_at.reset();
  return session;
}

Order without_buyer(Order order, Timestamp now) {
  if (order.erased_at) return order;
  order.destination.reset();
  order.notes.reset();
  for (OrderLine& line : order.lines) line.destination.reset();
  for (OrderFulfillment& fulfillment : order.fulfillments) {
    fulfillment.destination.reset();
    fulfillment.tracking_number.reset();
    fulfillment.tracking_url.reset();
    fulfillment.access_url.reset();
    fulfillment.license_key.reset();
  }
  for (Adjustment& adjustment : order.adjustments) adjustment.reason.reset();
  order.shop.permalink_url.reset();
  order.erased_at = now;
  return order;
}

bool holds_email(const Session& session, std::string_view email) {
  if (same_email(email, "")) return false;
  const auto holds = [email](const std::optional<FulfillmentDetails>& details) {
    return details && details->email && same_email(*details->email, email);
  };
  if (session.buyer && same_email(session.buyer->email, email)) return true;
  if (holds(session.fulfillment_details)) return true;
  const auto& groups = session.groups;
  const auto& consents = session.record.consents;
  return std::any_of(groups.begin(), groups.end(),
                     [&](const auto& group) { return holds(group.fulfillment_details); }) ||
         std::any_of(consents.begin(), consents.end(),
                     [&](const auto& given) { return same_email(given.contact, email); });
}

}  // namespace till::checkout
