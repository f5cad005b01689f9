// Orders: what was sold, as it is now.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/store_result.h"
#include "checkout/order.h"

namespace till::app {

struct OrderFilter {
  std::optional<checkout::OrderStatus> status;
  std::optional<OrderId> before;  // Only older ones.
  std::size_t limit = 100;
  // Only those that the shop calls so, which are found without looking at others. Never empty.
  std::optional<std::string> number = {};
};

// Newest first. With `next` there may be more, before that id; a page may be short and still have
// a next one, since only so many orders are looked at for it.
struct OrderPage {
  std::vector<checkout::Order> orders;
  std::optional<OrderId> next;
};

// For threads and failures see store_result.h.
class Orders {
 public:
  virtual ~Orders() = default;

  // Nothing when there is no such order.
  virtual Task<StoreResult<std::optional<checkout::Order>>> order(OrderId id,
                                                                  Executor& executor) = 0;

  virtual Task<StoreResult<OrderPage>> orders(OrderFilter filter, Executor& executor) = 0;
};

}  // namespace till::app
