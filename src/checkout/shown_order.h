// What an order's buyer reads of it, the same on the page and in mails. Pure. Names are texts of
// base/texts.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "checkout/order.h"

namespace till::checkout {

struct ShownAmount {
  // A part is within the amounts around it and adds nothing.
  enum class Role { sum, total, part };
  std::string_view name;
  Amount amount;
  Role role = Role::sum;
};

// What the order cost and what of it went back.
std::vector<ShownAmount> shown_totals(const Order& order);

// What the pieces of a line cost before discounts, which the totals take off.
Amount shown_amount(const OrderLine& line);

// The lines of an address, none of them blank; `place` is what the place is called, or empty.
std::vector<std::string> shown_lines(const Address& address, std::string_view place = {});

}  // namespace till::checkout
