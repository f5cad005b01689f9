// How much memory a session takes. Private to the SQLite store.
#pragma once

#include <cstddef>

#include "checkout/session.h"

namespace till::store {

// About: whatever a request may bring is counted; what only the seller writes into an order is
// estimated.
std::size_t weight_of(const checkout::Session& session);

}  // namespace till::store
