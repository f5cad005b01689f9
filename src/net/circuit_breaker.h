// CircuitBreaker: leaves a provider alone that fails again and again. Pure: time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/clock.h"

namespace till::net {

struct BreakerOptions {
  std::size_t failures = 8;                // In a row, after which nothing is sent.
  std::chrono::milliseconds pause{5'000};  // Until one request may try again.
};

// Not for several threads at once.
class CircuitBreaker {
 public:
  explicit CircuitBreaker(BreakerOptions options) : options_(options) {}

  // May a request be sent? After a pause one may, and it must tell how it went; the others wait
  // for it, at most for another pause.
  bool admit(Timestamp now);
  void succeeded();
  void failed(Timestamp now);
  // How long nothing will be admitted; nothing while the circuit is closed or may be tried.
  std::optional<std::chrono::milliseconds> closed_for(Timestamp now) const;

 private:
  const BreakerOptions options_;
  std::size_t failures_ = 0;             // In a row.
  std::optional<Timestamp> open_until_;  // Nothing while the circuit is closed.
};

}  // namespace till::net
