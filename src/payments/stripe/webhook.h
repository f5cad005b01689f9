// Stripe's webhooks: their signature, and what they report as values. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/provider_event.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace till::payments::stripe {

inline constexpr Milliseconds kWebhookTolerance = std::chrono::seconds(300);

// In the order in which they are looked for.
enum class WebhookRefusal {
  no_signature,   // No Stripe-Signature, or none with a time and a v1.
  bad_signature,  // Of other bytes, or by a secret that is not ours.
  too_old,        // Made more than the tolerance before or after now.
  malformed,      // Signed, but no event.
};

// What the header alone tells, before the body is read: no_signature or too_old; nothing while it
// may be the signature of an event.
std::optional<WebhookRefusal> objection_to_header(std::optional<std::string_view> header,
                                                  Timestamp now);

// `header` is the value of Stripe-Signature, `body` the raw bytes. Any of `secrets` may have
// signed, so that one can follow the other. An event of a kind that means nothing here, or about an
// object that has no PaymentIntent, is OtherReported; whose charge it is, PaymentGateway::find
// tells.
Result<app::ProviderEvent, WebhookRefusal> read_webhook(std::optional<std::string_view> header,
                                                        std::string_view body,
                                                        const std::vector<Secret>& secrets,
                                                        Timestamp now);

}  // namespace till::payments::stripe
