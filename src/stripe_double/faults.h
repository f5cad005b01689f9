// Faults: what goes wrong with a request, on demand or by seed. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace till::stripe_double {

enum class PlayedFault {
  none,
  drop_before,  // The connection ends and nothing was done.
  drop_after,   // Done, but nobody hears of it.
  truncated,    // Done, and half of the answer comes.
  slow,         // Begun only after the caller has lost its patience.
  lock,         // 429 lock_timeout, nothing done, a retry is advised.
  broken,       // 500 before anything was done; the key keeps it.
  broken_late,  // 500 after everything was done; the key keeps it.
  unavailable,  // 503, nothing done.
  refused,      // The connection is closed before its handshake, with TLS and without.
};
inline constexpr std::size_t kFaults = 10;

std::string_view name_of(PlayedFault fault);
std::optional<PlayedFault> fault_of(std::string_view name);

// The seed decides by what is asked and how often, so that a run with requests at once plays the
// same faults. One thread at a time.
class Faults {
 public:
  Faults(std::uint64_t seed, double rate) : seed_(seed), rate_(rate) {}

  // What befalls this request. `subject` is what it is about.
  PlayedFault next(const std::string& subject, std::string_view path);
  // Is the next connection refused?
  bool refuses_connection();
  // The next `times` requests, or connections, whose path begins with `prefix` meet the fault.
  void order(PlayedFault fault, std::size_t times, std::string prefix);
  // How often each was played, in the order of PlayedFault.
  const std::array<std::int64_t, kFaults>& played() const { return played_; }

  // A number from 0 to 1 that the seed gives to a subject: also for what is no fault.
  double chance(std::string_view subject) const;

 private:
  struct Order {
    PlayedFault fault;
    std::size_t times;
    std::string prefix;
  };
  const std::uint64_t seed_;
  const double rate_;
  std::deque<Order> orders_;
  std::unordered_map<std::string, std::int64_t> seen_;
  std::int64_t connections_ = 0;
  std::array<std::int64_t, kFaults> played_{};
};

}  // namespace till::stripe_double
