// WebhookSender: carries one signed event to an agent's platform.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/task.h"

namespace till::app {

struct WebhookDelivery {
  std::string url;
  std::string body;
  std::string signature;   // Merchant-Signature, made for this attempt (WH-07).
  std::string request_id;  // The same on every attempt of the event.
  Timestamp sent_at;
};

// What the receiver said.
struct WebhookAnswer {
  std::optional<int> status;  // Nothing when no answer came.
  std::optional<Milliseconds> retry_after;
  std::string error;  // Why no answer came, for the operator.
};

// Implementations may be called from any thread.
class WebhookSender {
 public:
  virtual ~WebhookSender() = default;
  // Sends once, bounded in time, and tells how it went. Follows no redirect.
  virtual Task<WebhookAnswer> send(WebhookDelivery delivery, Executor& executor) = 0;
};

}  // namespace till::app
