#include "http/webhook_sender.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace till::http {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_retry_after(std::string_view name) {
  constexpr std::string_view kName = "retry-after";
  return std::equal(name.begin(), name.end(), kName.begin(), kName.end(),
                    [](char given, char wanted) { return lower(given) == wanted; });
}

// The date of HTTP, as in "Sun, 06 Nov 1994 08:49:37 GMT"; nothing when the text is none.
std::optional<Timestamp> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || !text.ends_with(" GMT")) return std::nullopt;
  const auto found = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (found == kMonths.end()) return std::nullopt;
  const auto month = std::to_string(found - kMonths.begin() + 101).substr(1);  // Two digits.
  std::string date(text.substr(12, 4));
  date.append("-").append(month).append("-").append(text.substr(5, 2));
  date.append("T").append(text.substr(17, 8)).append("Z");
  return parse_rfc3339(date);
}

// How long to wait from `now` on by Retry-After, which gives seconds or a date.
std::optional<Milliseconds> retry_after(const net::Response& response, Timestamp now) {
  constexpr Milliseconds kNone(0), kDay = std::chrono::seconds(kDaySeconds);
  for (const net::Header& header : response.headers) {
    if (!is_retry_after(header.name)) continue;
    if (const auto date = http_date(header.value)) return std::clamp(*date - now, kNone, kDay);
    std::int64_t seconds = 0;
    const char* const end = header.value.data() + header.value.size();
    const auto parsed = std::from_chars(header.value.data(), end, seconds);
    if (parsed.ec != std::errc() || parsed.ptr != end || seconds < 0) return std::nullopt;
    return std::chrono::seconds(std::min(seconds, kDaySeconds));
  }
  return std::nullopt;
}

}  // namespace

Task<app::WebhookAnswer> HttpWebhookSender::send(app::WebhookDelivery delivery,
                                                 Executor& executor) {
  net::ClientRequest request;
  request.method = "POST";
  request.url = delivery.url;
  request.headers = {{"Content-Type", "application/json"},
                     {"Merchant-Signature", delivery.signature},
                     {"Request-Id", delivery.request_id},
                     {"Timestamp", format_rfc3339(delivery.sent_at)},
                     {"User-Agent", "till"}};
  request.body = std::move(delivery.body);
  const Timestamp sent_at = delivery.sent_at;
  auto answer = co_await client_for_(delivery.url).send(std::move(request), executor);
  if (!answer) co_return app::WebhookAnswer{std::nullopt, std::nullopt, answer.error().detail};
  co_return app::WebhookAnswer{answer->status, retry_after(*answer, sent_at), {}};
}

}  // namespace till::http
