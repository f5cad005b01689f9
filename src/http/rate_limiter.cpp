#include "http/rate_limiter.h"

#include <algorithm>

namespace till::http {

std::optional<std::int64_t> RateLimiter::spend(const std::string& agent, Timestamp now) {
  if (limit_.requests_per_second == 0) return std::nullopt;
  const std::int64_t full = limit_.burst * 1000;
  const std::lock_guard lock(mutex_);
  const auto [entry, added] = buckets_.try_emplace(agent, Bucket{full, now});
  Bucket& bucket = entry->second;
  // A clock that was set back gives nothing and takes nothing; a long pause fills the bucket.
  const std::int64_t passed =
      std::clamp<std::int64_t>((now - bucket.filled_at).count(), 0, 3'600'000);
  bucket.thousandths = std::min(full, bucket.thousandths + passed * limit_.requests_per_second);
  bucket.filled_at = now;
  if (bucket.thousandths >= 1000) {
    bucket.thousandths -= 1000;
    return std::nullopt;
  }
  const std::int64_t missing = 1000 - bucket.thousandths;
  const std::int64_t each_second = limit_.requests_per_second * 1000;
  return (missing + each_second - 1) / each_second;
}

}  // namespace till::http
