// How much memory a session takes. Private to the SQLite store.
#pragma once

#include <cstddef>

#include "checkout/session.h"

namespace till::store {

// About: what has no bound of its own is counted, small texts are taken as long as they may be.
std::size_t weight_of(const checkout::Session& session);

}  // namespace till::store
