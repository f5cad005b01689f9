#include "net/retry_wait.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace till::net {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

}  // namespace

std::chrono::milliseconds retry_wait(const RetryOptions& options, std::size_t failed,
                                     Random& random) {
  auto wait = options.first_wait;
  for (std::size_t i = 1; i < failed && wait < options.most_wait; ++i) wait *= 2;
  wait = std::min(wait, options.most_wait);
  std::array<std::uint8_t, 1> chance{};
  random.fill(chance);
  return wait / 2 + wait * chance[0] / 510;
}

std::optional<std::chrono::milliseconds> retry_after(const Response& response) {
  const auto text = response.header("Retry-After");
  if (!text) return std::nullopt;
  std::int64_t seconds = 0;
  const char* const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, seconds);
  if (parsed.ec != std::errc() || parsed.ptr != end || seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, kDaySeconds));
}

}  // namespace till::net
