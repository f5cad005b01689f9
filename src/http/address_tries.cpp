#include "http/address_tries.h"

#include <algorithm>

#include "net/address_rules.h"

namespace till::http {

Digest AddressTries::key_of(const OrderId& order, std::string_view peer) {
  return sha256_of_parts({order.text(), net::peer_network(peer)});
}

AddressTries::Entry* AddressTries::find(const Digest& key, Timestamp now) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  Entry& entry = *found->second;
  const Milliseconds age = now - entry.last;
  if (age < bounds_.forgotten && age > -bounds_.forgotten) return &entry;
  by_use_.erase(found->second);
  by_key_.erase(found);
  return nullptr;
}

AddressTries::Entry& AddressTries::add(const Digest& key) {
  if (by_use_.size() >= bounds_.kept) {
    by_key_.erase(by_use_.front().key);
    by_use_.pop_front();
  }
  const auto place = by_use_.insert(by_use_.end(), Entry{key, 0, {}, {}});
  by_key_.emplace(key, place);
  return *place;
}

// One second behind the free ones, then twice as long each time.
std::int64_t AddressTries::wait_after(std::int64_t wrong) const {
  if (wrong < bounds_.free) return 0;
  constexpr std::int64_t kDoublings = 30;
  const std::int64_t doublings = std::clamp<std::int64_t>(wrong - bounds_.free - 1, 0, kDoublings);
  return std::min(bounds_.longest, std::int64_t{1} << doublings);
}

std::int64_t AddressTries::closed_for(const OrderId& order, std::string_view peer, Timestamp now) {
  const std::lock_guard lock(mutex_);
  const Entry* const entry = find(key_of(order, peer), now);
  if (entry == nullptr || entry->wrong < bounds_.most) return 0;
  return (bounds_.forgotten - (now - entry->last)).count() / 1000 + 1;
}

std::int64_t AddressTries::wrong(const OrderId& order, std::string_view peer, Timestamp now) {
  const Digest key = key_of(order, peer);
  const std::lock_guard lock(mutex_);
  Entry* const known = find(key, now);
  Entry& entry = known != nullptr ? *known : add(key);
  by_use_.splice(by_use_.end(), by_use_, by_key_.at(key));
  const bool early = now < entry.until;
  ++entry.wrong;
  entry.last = now;
  const std::int64_t wait = wait_after(entry.wrong);
  entry.until = now + Milliseconds(wait * 1000);
  return early ? wait : 0;
}

}  // namespace till::http
