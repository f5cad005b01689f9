#include "http/webhook_sender.h"

#include <algorithm>
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

// Retry-After in seconds; its other form, a date, is not heeded.
std::optional<Milliseconds> retry_after(const net::Response& response) {
  for (const net::Header& header : response.headers) {
    if (!is_retry_after(header.name)) continue;
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
  auto answer = co_await client_for_(delivery.url).send(std::move(request), executor);
  if (!answer) co_return app::WebhookAnswer{std::nullopt, std::nullopt, answer.error().detail};
  co_return app::WebhookAnswer{answer->status, retry_after(*answer), {}};
}

}  // namespace till::http
