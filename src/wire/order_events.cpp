#include "wire/order_events.h"

#include <utility>

#include "checkout/tax_news.h"
#include "wire/shop_order.h"

namespace till::wire {

using app::EventReceiver;
using app::EventType;
using app::OutboxEvent;
using checkout::Order;
using checkout::Session;

OutboxEvent DialectOrderEvents::event_of(const Order& order, EventType type, Timestamp now) {
  OutboxEvent event;
  event.id = ids_.make<EventId>();
  event.order = order.id;
  event.agent = order.agent;
  event.type = type;
  event.created_at = now;
  event.next_attempt_at = now;
  return event;
}

std::vector<OutboxEvent> DialectOrderEvents::of(const app::OrderNews& news, Timestamp now) {
  const Order& order = *news.session.order;
  std::vector<OutboxEvent> events;
  if (news.for_agent) {
    const bool placed = news.before == nullptr;
    OutboxEvent event =
        event_of(order, placed ? EventType::order_create : EventType::order_update, now);
    event.body = agents_body(event.type, order);
    events.push_back(std::move(event));
  }
  add_for_shop(news, now, events);
  if (mails_ != nullptr) mails_->add(news, now, events);
  if (taxes_ && checkout::concerns_taxes(news.before, news.session)) {
    OutboxEvent event = event_of(
        order, news.before == nullptr ? EventType::order_create : EventType::order_update, now);
    event.receiver = EventReceiver::tax;
    event.body = "{}";  // Who carries it looks at the order itself.
    events.push_back(std::move(event));
  }
  return events;
}

void DialectOrderEvents::add_for_shop(const app::OrderNews& news, Timestamp now,
                                      std::vector<OutboxEvent>& events) {
  const Order& order = *news.session.order;
  using checkout::ShopState;
  const bool has_it = order.shop.state == ShopState::told || order.shop.state == ShopState::taken;
  if (!has_it) return;
  if (news.before == nullptr) return events.push_back(to_shop(news.session, now));
  const Order& known = news.as_shop_knew != nullptr ? *news.as_shop_knew : *news.before;
  for (const auto& each : checkout::shop_news(known, order, news.by_shop)) {
    OutboxEvent event = event_of(order, EventType::order_update, now);
    event.receiver = EventReceiver::shop;
    event.body = shop_order_event(each, event.id, now, news.session);
    events.push_back(std::move(event));
  }
}

OutboxEvent DialectOrderEvents::to_shop(const Session& session, Timestamp now) {
  OutboxEvent event = event_of(*session.order, EventType::order_create, now);
  event.receiver = EventReceiver::shop;
  event.body = shop_order(session);
  return event;
}

std::string DialectOrderEvents::before_charge(const Session& priced, const std::string& provider,
                                              Timestamp now) const {
  return shop_approval(checkout::as_sold(priced, now), provider);
}

std::optional<std::string> DialectOrderEvents::without_buyer(const OutboxEvent& event,
                                                             const Session& session) const {
  switch (event.receiver) {
    case EventReceiver::agent: break;
    case EventReceiver::shop: return shop_body_without_buyer(event, session);
    case EventReceiver::mail: return std::nullopt;
    case EventReceiver::tax: return event.body;  // It never told anything of the buyer.
  }
  return agents_body(event.type, *session.order);
}

std::string DialectOrderEvents::agents_body(EventType type, const Order& order) const {
  const Dialect* const bought_in = dialects_.of(order.dialect);
  // An event has to say something also in what is not spoken any more.
  return (bought_in != nullptr ? *bought_in : dialects_.newest()).order_event(type, order);
}

}  // namespace till::wire
