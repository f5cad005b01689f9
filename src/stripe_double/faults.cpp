#include "stripe_double/faults.h"

#include <algorithm>

#include "base/digest.h"

namespace till::stripe_double {
namespace {

constexpr std::array<std::string_view, kFaults> kNames{
    "none", "drop_before", "drop_after",  "truncated",   "slow",
    "lock", "broken",      "broken_late", "unavailable", "refused"};

}  // namespace

std::string_view name_of(PlayedFault fault) { return kNames[static_cast<std::size_t>(fault)]; }

std::optional<PlayedFault> fault_of(std::string_view name) {
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<PlayedFault>(i);
  }
  return std::nullopt;
}

double Faults::chance(std::string_view subject) const {
  const Digest digest = sha256_of_parts({std::to_string(seed_), subject});
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 6; ++i) bits = bits << 8 | digest[i];
  return static_cast<double>(bits) / static_cast<double>(std::uint64_t{1} << 48);
}

PlayedFault Faults::next(const std::string& subject, std::string_view path) {
  PlayedFault fault = PlayedFault::none;
  const std::int64_t nth = ++seen_[subject];
  for (auto order = orders_.begin(); order != orders_.end(); ++order) {
    if (order->fault == PlayedFault::refused || !path.starts_with(order->prefix)) continue;
    fault = order->fault;
    if (--order->times == 0) orders_.erase(order);
    ++played_[static_cast<std::size_t>(fault)];
    return fault;
  }
  const std::string once = subject + "#" + std::to_string(nth);
  if (chance(once) >= rate_) return PlayedFault::none;
  // Any that befalls a request, equally likely.
  const double which = chance("kind " + once) * static_cast<double>(kFaults - 2);
  fault = static_cast<PlayedFault>(1 + static_cast<std::size_t>(which));
  ++played_[static_cast<std::size_t>(fault)];
  return fault;
}

bool Faults::refuses_connection() {
  bool refused = chance("connection#" + std::to_string(++connections_)) < rate_;
  const auto order = std::find_if(orders_.begin(), orders_.end(), [](const Order& each) {
    return each.fault == PlayedFault::refused;
  });
  if (order != orders_.end()) {
    refused = true;
    if (--order->times == 0) orders_.erase(order);
  }
  if (refused) ++played_[static_cast<std::size_t>(PlayedFault::refused)];
  return refused;
}

void Faults::order(PlayedFault fault, std::size_t times, std::string prefix) {
  if (times > 0) orders_.push_back({fault, times, std::move(prefix)});
}

}  // namespace till::stripe_double
