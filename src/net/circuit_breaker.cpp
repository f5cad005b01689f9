#include "net/circuit_breaker.h"

namespace till::net {

bool CircuitBreaker::admit(Timestamp now) {
  if (!open_until_) return true;
  if (now < *open_until_) return false;
  open_until_ = now + options_.pause;  // This one tries; whoever comes next waits for it.
  return true;
}

void CircuitBreaker::succeeded() {
  failures_ = 0;
  open_until_.reset();
}

void CircuitBreaker::failed(Timestamp now) {
  if (failures_ < options_.failures) ++failures_;
  if (failures_ == options_.failures) open_until_ = now + options_.pause;
}

std::optional<std::chrono::milliseconds> CircuitBreaker::closed_for(Timestamp now) const {
  if (!open_until_ || now >= *open_until_) return std::nullopt;
  return *open_until_ - now;
}

}  // namespace till::net
