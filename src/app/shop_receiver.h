// ShopReceiver: carries one event of an order to the shop's own backend.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "app/records.h"
#include "base/clock.h"
#include "base/task.h"

namespace till::app {

// The shop has it. Of an order it says what it calls it; of what happened to one it says nothing.
struct ShopTaken {
  std::string order_number;                  // Empty: none.
  std::optional<std::string> permalink_url;  // The shop's own page of the order.
};

// The shop says no, and would again.
struct ShopRefused {
  std::string reason;   // A word.
  std::string message;  // For the seller's log.
};

// No answer that can be relied on.
struct ShopFailed {
  std::string detail;  // For the seller's log.
  std::optional<Milliseconds> retry_after;
};

using ShopAnswer = std::variant<ShopTaken, ShopRefused, ShopFailed>;

// Implementations may be called from any thread.
class ShopReceiver {
 public:
  virtual ~ShopReceiver() = default;
  // Does the shop want to hear of new orders? It may change its mind.
  virtual bool is_wanted() const = 0;
  // Tells once, bounded in time: an order_create is a new order, an order_update what happened to
  // one. The id of the event names the deed, however often it is told.
  virtual Task<ShopAnswer> tell(OutboxEvent event, Executor& executor) = 0;
};

}  // namespace till::app
