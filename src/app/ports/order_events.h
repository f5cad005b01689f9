// OrderEvents: what those who hear of an order are told, and asked before there is one. Implemented
// where dialects are known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/records.h"
#include "base/clock.h"
#include "checkout/session.h"

namespace till::app {

// What a commit makes of an order.
struct OrderNews {
  const checkout::Session& session;         // As it is from now on, with its order.
  const checkout::Order* before = nullptr;  // The order until now; null: it was placed just now.
  bool for_agent = true;                    // Is its agent told of it?
  bool by_shop = false;                     // The shop's backend asked for it, so it knows.
  const checkout::Order* as_shop_knew = nullptr;  // What the shop was told last; null: `before`.
};

// Any thread may call.
class OrderEvents {
 public:
  virtual ~OrderEvents() = default;

  // The events to commit with a change of an order, due at once (WH-04): one for the agent, for the
  // shop, if it has the order, what it has to know, and the mails to the buyer. Each is written as
  // the order is now, in the dialect of its receiver.
  virtual std::vector<OutboxEvent> of(const OrderNews& news, Timestamp now) = 0;
  // The order as it is now, for the shop, as if it were new.
  virtual OutboxEvent to_shop(const checkout::Session& session, Timestamp now) = 0;
  // The purchase as it would be sold, for the shop's last word. The same purchase is the same text.
  // Without a provider the buyer pays on account.
  virtual std::string before_charge(const checkout::Session& priced, const std::string& provider,
                                    Timestamp now) const = 0;
  // Are orders told to a shop from now on?
  virtual bool shop_wants_orders() const = 0;
  // What is left of the body of such an event once its buyer is forgotten, as `session` is then;
  // nothing: the event goes with its buyer.
  virtual std::optional<std::string> without_buyer(const OutboxEvent& event,
                                                   const checkout::Session& session) const = 0;
};

}  // namespace till::app
