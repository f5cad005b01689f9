// RateLimiter: a token bucket for each agent (EP-13).
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace till::http {

struct RateLimit {
  std::int64_t requests_per_second = 2'000;  // 0: no limit.
  std::int64_t burst = 4'000;
};

// Any thread may call. Agents are those of the configuration, so their number is bounded.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit) : limit_(limit) {}
  // Nothing when the request may pass; else the whole seconds to wait, at least one.
  std::optional<std::int64_t> spend(const std::string& agent, Timestamp now);

 private:
  struct Bucket {
    std::int64_t thousandths = 0;  // Of a request.
    Timestamp filled_at;
  };
  const RateLimit limit_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace till::http
