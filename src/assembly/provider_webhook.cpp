#include "assembly/provider_webhook.h"

#include <charconv>
#include <utility>

#include "payments/stripe/webhook.h"

namespace till::assembly {
namespace {

namespace stripe = payments::stripe;

// An event of Stripe's has some KiB; nothing longer is worth a look at its signature.
constexpr std::size_t kEventBytes = 256 * 1024;

std::string_view name_of(stripe::WebhookRefusal refusal) {
  switch (refusal) {
    case stripe::WebhookRefusal::no_signature: return "no_signature";
    case stripe::WebhookRefusal::bad_signature: return "bad_signature";
    case stripe::WebhookRefusal::malformed: return "malformed";
    case stripe::WebhookRefusal::too_old: break;
  }
  return "too_old";
}

// What Content-Length says; 0 when it says nothing, for then the body is measured once it is there.
std::size_t announced_bytes(const net::Request& head) {
  const std::string_view text = head.header("Content-Length").value_or("");
  std::size_t bytes = 0;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes;
}

std::shared_ptr<const std::vector<Secret>> secrets_of(const cli::Config& config) {
  std::vector<Secret> secrets;
  if (config.payments.stripe) {
    const cli::StripeConfig& own = *config.payments.stripe;
    for (const Secret* secret : {&own.webhook_secret, &own.webhook_previous_secret}) {
      if (!secret->empty()) secrets.push_back(*secret);
    }
  }
  return std::make_shared<const std::vector<Secret>>(std::move(secrets));
}

}  // namespace

ProviderWebhook::ProviderWebhook(const cli::Config& config, app::ProviderEvents& events,
                                 const Clock& clock, Log& log)
    : events_(events), clock_(clock), log_(log), secrets_(secrets_of(config)) {}

ProviderWebhook::Secrets ProviderWebhook::secrets() const {
  const std::lock_guard lock(mutex_);
  return secrets_;
}

bool ProviderWebhook::open() const { return !secrets()->empty(); }

void ProviderWebhook::take_over(const cli::Config& config) {
  Secrets next = secrets_of(config);
  if (next->empty()) return;  // Whether there is such a path is decided at the start.
  const std::lock_guard lock(mutex_);
  secrets_.swap(next);
}

std::optional<int> ProviderWebhook::refuse_body(const net::Request& head) {
  const auto objection = stripe::objection_to_header(head.header("Stripe-Signature"), clock_.now());
  if (objection) return refuse(head, name_of(*objection), 400);
  if (announced_bytes(head) > kEventBytes) return refuse(head, "too_long", 413);
  return std::nullopt;
}

Task<int> ProviderWebhook::take(const net::Request& request, Executor& executor) {
  if (request.body.size() > kEventBytes) co_return refuse(request, "too_long", 413);
  const Secrets known = secrets();
  auto event =
      stripe::read_webhook(request.header("Stripe-Signature"), request.body, *known, clock_.now());
  if (!event && event.error() == stripe::WebhookRefusal::malformed) {
    log_.write(LogLevel::error, "payment_report_malformed", {});  // Whoever has our secret sent it.
    co_return 400;
  }
  if (!event) co_return refuse(request, name_of(event.error()), 400);
  const bool taken = co_await events_.take(std::move(*event), executor);
  co_return taken ? 200 : 503;
}

int ProviderWebhook::refuse(const net::Request& request, std::string_view reason, int status) {
  const auto verdict = unsigned_.note(request.remote_address, clock_.now());
  if (verdict.unsaid > 0) {
    log_.write(LogLevel::warning, "payment_report_refused",
               {{"reason", reason},
                {"address", std::string_view(request.remote_address)},
                {"count", verdict.unsaid}});
  }
  return verdict.too_many ? 429 : status;
}

}  // namespace till::assembly
