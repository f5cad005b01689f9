// Result: the value of an operation that may be refused. Refusals are values, never exceptions.
#pragma once

#include <tl/expected.hpp>
#include <utility>

namespace till {

// Holds a T on success and an E that says what to do next on refusal.
template <class T, class E>
using Result = tl::expected<T, E>;

// Makes the refused side of a Result.
template <class E>
auto refused(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace till
