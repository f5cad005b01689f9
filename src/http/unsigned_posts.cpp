#include "http/unsigned_posts.h"

#include <algorithm>
#include <utility>

#include "net/address_rules.h"

namespace till::http {
namespace {

constexpr std::int64_t kWhole = 1000;
constexpr std::int64_t kBurst = 20 * kWhole;
constexpr std::int64_t kPerSecond = 2;
constexpr std::size_t kMostAddresses = 1024;
constexpr Milliseconds kSilence = std::chrono::minutes(1);

}  // namespace

UnsignedPosts::Verdict UnsignedPosts::note(const std::string& address, Timestamp now) {
  const std::lock_guard lock(mutex_);
  Verdict verdict;
  verdict.too_many = !admit(address, now);
  ++unsaid_;
  // After a clock that was set back it would be silent for too long.
  if (now < say_again_at_ && say_again_at_ - now <= kSilence) return verdict;
  say_again_at_ = now + kSilence;
  verdict.unsaid = std::exchange(unsaid_, 0);
  return verdict;
}

bool UnsignedPosts::admit(const std::string& address, Timestamp now) {
  const std::string peer = net::peer_network(address);
  // Whoever comes from so many addresses is not held by remembering them.
  if (buckets_.size() >= kMostAddresses && !buckets_.contains(peer)) buckets_.clear();
  Bucket& bucket = buckets_.try_emplace(peer, Bucket{kBurst, now}).first->second;
  const std::int64_t waited = std::clamp<std::int64_t>((now - bucket.filled_at).count(), 0, kBurst);
  bucket.left = std::min(kBurst, bucket.left + waited * kPerSecond);
  bucket.filled_at = now;
  if (bucket.left < kWhole) return false;
  bucket.left -= kWhole;
  return true;
}

}  // namespace till::http
