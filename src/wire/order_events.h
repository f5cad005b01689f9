// DialectOrderEvents: events of orders, each in the dialect of its receiver.
#pragma once

#include <atomic>

#include "app/ports/order_events.h"
#include "base/id.h"
#include "checkout/shop_news.h"
#include "wire/dialects.h"

namespace till::wire {

// An agent is told of an order in the dialect in which it bought, a shop in that of its backend.
// Both must outlive this.
class DialectOrderEvents final : public app::OrderEvents {
 public:
  DialectOrderEvents(const Dialects& dialects, IdSource& ids, bool tell_shop = false)
      : dialects_(dialects), ids_(ids), tell_shop_(tell_shop) {}

  // Whether orders that are placed from now on are told to a shop. Of one that it was told it
  // hears what happens to it in any case, once there is somebody to tell.
  void tell_shop(bool wanted) { tell_shop_ = wanted; }

  std::vector<app::OutboxEvent> of(const app::OrderNews& news, Timestamp now) override;
  app::OutboxEvent to_shop(const checkout::Session& session, Timestamp now) override;
  bool shop_wants_orders() const override { return tell_shop_; }
  std::string without_buyer(const app::OutboxEvent& event,
                            const checkout::Session& session) const override;

 private:
  app::OutboxEvent event_of(const checkout::Order& order, app::EventType type, Timestamp now);
  void add_for_shop(const app::OrderNews& news, Timestamp now,
                    std::vector<app::OutboxEvent>& events);
  std::string agents_body(app::EventType type, const checkout::Order& order) const;

  const Dialects& dialects_;
  IdSource& ids_;
  std::atomic<bool> tell_shop_;
};

}  // namespace till::wire
