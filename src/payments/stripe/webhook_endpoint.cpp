#include "payments/stripe/webhook_endpoint.h"

#include <utility>

#include "payments/stripe/webhook.h"

namespace till::payments::stripe {
namespace {

constexpr std::string_view kSignature = "Stripe-Signature";

NoReport no_report(WebhookRefusal refusal) {
  switch (refusal) {
    case WebhookRefusal::no_signature: return {"no_signature"};
    case WebhookRefusal::bad_signature: return {"bad_signature"};
    case WebhookRefusal::malformed: return {"malformed", true};
    case WebhookRefusal::too_old: break;
  }
  return {"too_old"};
}

}  // namespace

WebhookEndpoint::WebhookEndpoint(std::vector<Secret> secrets)
    : secrets_(std::make_shared<const std::vector<Secret>>(std::move(secrets))) {}

WebhookEndpoint::Secrets WebhookEndpoint::secrets() const {
  const std::lock_guard lock(mutex_);
  return secrets_;
}

void WebhookEndpoint::take_over(std::vector<Secret> next) {
  if (next.empty()) return;
  auto shared = std::make_shared<const std::vector<Secret>>(std::move(next));
  const std::lock_guard lock(mutex_);
  secrets_.swap(shared);
}

std::optional<NoReport> WebhookEndpoint::objection_to_head(const net::Request& head,
                                                           Timestamp now) const {
  const auto objection = objection_to_header(head.header(kSignature), now);
  return objection ? std::optional(no_report(*objection)) : std::nullopt;
}

Result<app::ProviderEvent, NoReport> WebhookEndpoint::read(const net::Request& request,
                                                           Timestamp now) const {
  const Secrets known = secrets();
  auto event = read_webhook(request.header(kSignature), request.body, *known, now);
  if (!event) return refused(no_report(event.error()));
  return std::move(*event);
}

}  // namespace till::payments::stripe
