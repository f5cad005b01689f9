#include "assembly/provider_webhook.h"

#include <charconv>
#include <utility>

namespace till::assembly {
namespace {

// A report has some KiB; nothing longer is worth a look at its signature.
constexpr std::size_t kEventBytes = 256 * 1024;

// What Content-Length says; 0 when it says nothing, for then the body is measured once it is there.
std::size_t announced_bytes(const net::Request& head) {
  const std::string_view text = head.header("Content-Length").value_or("");
  std::size_t bytes = 0;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes;
}

}  // namespace

http::ProviderPath ProviderWebhook::path() {
  return {webhook_.path(),
          [this](const net::Request& request, Executor& executor) {
            return receive(request, executor);
          },
          [this](const net::Request& head) { return refuse_body(head); }};
}

std::optional<int> ProviderWebhook::refuse_body(const net::Request& head) {
  const auto objection = webhook_.objection_to_head(head, clock_.now());
  if (objection) return refuse(head, objection->reason, 400);
  if (announced_bytes(head) > kEventBytes) return refuse(head, "too_long", 413);
  return std::nullopt;
}

Task<int> ProviderWebhook::receive(const net::Request& request, Executor& executor) {
  if (request.body.size() > kEventBytes) co_return refuse(request, "too_long", 413);
  auto event = webhook_.read(request, clock_.now());
  if (!event && event.error().authentic) {  // Whoever has our secret sent it.
    log_.write(LogLevel::error, "payment_report_malformed",
               {{"provider", std::string_view(provider_)}});
    co_return 400;
  }
  if (!event) co_return refuse(request, event.error().reason, 400);
  event->provider = provider_;
  const bool taken = co_await events_.receive(std::move(*event), executor);
  co_return taken ? 200 : 503;
}

int ProviderWebhook::refuse(const net::Request& request, std::string_view reason, int status) {
  const auto verdict = unsigned_.note(request.remote_address, clock_.now());
  if (verdict.unsaid > 0) {
    log_.write(LogLevel::warning, "payment_report_refused",
               {{"provider", std::string_view(provider_)},
                {"reason", reason},
                {"address", std::string_view(request.remote_address)},
                {"count", verdict.unsaid}});
  }
  return verdict.too_many ? 429 : status;
}

}  // namespace till::assembly
