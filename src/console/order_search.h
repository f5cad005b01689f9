// Finding orders by what a person knows of them. Private to console.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/ports/orders.h"
#include "app/ports/sessions.h"
#include "base/clock.h"
#include "net/http_types.h"

namespace till::console {

struct OrderSearch {
  app::OrderFilter filter;         // `limit` is of what is found.
  std::string email;               // Of the buyer, without regard to case; empty: any.
  std::string item;                // Among the lines; empty: any.
  std::optional<Timestamp> since;  // Placed at this time or later,
  std::optional<Timestamp> until;  // and before this one.
};

// From the parameters status, email, item, number, since, until, limit and cursor. A day counts as
// a whole. Refused with the answer to one that is none.
Result<OrderSearch, net::Response> read_search(std::string_view query);

// Newest first. A page may be short and still have a next one: only so many orders are looked at.
Task<app::StoreResult<app::OrderPage>> find_orders(app::Orders& orders, app::Sessions& sessions,
                                                   OrderSearch search, Executor& executor);

}  // namespace till::console
