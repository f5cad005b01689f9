#include "http/webhook_sender.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "net/retry_wait.h"

namespace till::http {
namespace {

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
  const auto text = response.header("Retry-After");
  if (!text) return std::nullopt;
  const auto date = http_date(*text);
  if (!date) return net::retry_after(response);
  return std::clamp<Milliseconds>(*date - now, Milliseconds(0), std::chrono::hours(24));
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
