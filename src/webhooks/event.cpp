#include "webhooks/event.h"

#include <algorithm>
#include <charconv>

#include "base/amount.h"
#include "base/digest.h"
#include "base/ensure.h"

namespace till::webhooks {
namespace {

constexpr Milliseconds kLongestRetryAfter = std::chrono::hours(24);

Digest digest_of(std::string_view secret, std::string_view seconds, std::string_view body) {
  std::string signed_text;
  signed_text.reserve(seconds.size() + 1 + body.size());
  signed_text.append(seconds).append(1, '.').append(body);
  return hmac_sha256(secret, signed_text);
}

}  // namespace

std::string sign(std::string_view secret, Timestamp now, std::string_view body) {
  const std::string seconds = std::to_string(now.ms / 1000);
  return "t=" + seconds + ",v1=" + to_hex(digest_of(secret, seconds, body));
}

bool verify(std::string_view header, std::string_view secret, std::string_view body, Timestamp now,
            Milliseconds tolerance) {
  constexpr std::string_view kTime = "t=";
  constexpr std::string_view kDigest = ",v1=";
  const std::size_t comma = header.find(',');
  if (!header.starts_with(kTime) || comma == std::string_view::npos) return false;
  const std::string_view seconds = header.substr(kTime.size(), comma - kTime.size());
  if (!header.substr(comma).starts_with(kDigest)) return false;
  const auto claimed = digest_from_hex(header.substr(comma + kDigest.size()));
  std::int64_t made_at = 0;
  const char* const end = seconds.data() + seconds.size();
  const auto parsed = std::from_chars(seconds.data(), end, made_at);
  if (!claimed || parsed.ec != std::errc() || parsed.ptr != end) return false;
  if (seconds.front() == '-') return false;
  const std::int64_t age = now.ms / 1000 - std::min(made_at, kAmountMax);
  const auto most = std::chrono::duration_cast<std::chrono::seconds>(tolerance).count();
  if (age > most || age < -most) return false;
  return equal_in_constant_time(*claimed, digest_of(secret, seconds, body));
}

RetrySchedule RetrySchedule::standard() {
  using namespace std::chrono_literals;
  return {{1s, 4s, 15s, 1min, 5min, 30min, 2h, 6h, 12h, 24h}};
}

bool is_taken(std::optional<int> status) { return status && *status >= 200 && *status < 300; }

std::optional<Timestamp> next_attempt(const RetrySchedule& schedule, std::int64_t attempts,
                                      Timestamp now, double jitter,
                                      std::optional<Milliseconds> retry_after) {
  TILL_ENSURE(attempts >= 1);
  const auto index = static_cast<std::size_t>(attempts - 1);
  if (index >= schedule.waits.size()) return std::nullopt;
  const auto wait = static_cast<double>(schedule.waits[index].count()) * (0.8 + 0.4 * jitter);
  Milliseconds spread(static_cast<std::int64_t>(wait));
  if (retry_after) spread = std::max(spread, std::min(*retry_after, kLongestRetryAfter));
  return now + spread;
}

}  // namespace till::webhooks
