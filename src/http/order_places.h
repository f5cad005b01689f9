// Where an order goes and where it waits, as the buyer's page shows it. Private to http.
#pragma once

#include <string>

#include "checkout/order.h"

namespace till::http {

// A section for each address that something goes to and each place where something is picked up, as
// HTML; nothing for what is only downloaded or was canceled. It says that something was delivered
// only once it has left. With several sections each names its goods.
std::string places_sections(const checkout::Order& order);

}  // namespace till::http
