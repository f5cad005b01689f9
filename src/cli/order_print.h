// An order as people read it: what one needs to pack a parcel.
#pragma once

#include <ostream>
#include <string>

#include "cli/json.h"

namespace till::cli {

// "14.50 USD", "1450 JPY".
std::string plain_money(std::int64_t amount, const std::string& currency);

// Of what the admin API shows of one order.
void print_order(const Json& order, std::ostream& out);

}  // namespace till::cli
