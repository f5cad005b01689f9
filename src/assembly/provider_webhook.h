// ProviderWebhook: POST /webhooks/stripe, by what api.h says of `provider_webhook`.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "app/provider_events.h"
#include "base/log.h"
#include "cli/config.h"
#include "http/unsigned_posts.h"
#include "net/http_types.h"

namespace till::assembly {

// Any thread may call. The arguments must outlive it and every call.
class ProviderWebhook {
 public:
  ProviderWebhook(const cli::Config& config, app::ProviderEvents& events, const Clock& clock,
                  Log& log);

  // Are there secrets by which events are known?
  bool open() const;

  // The status of a post whose body is not worth reading by its head, 400, 413 or 429; nothing
  // while it may be an event.
  std::optional<int> refuse_body(const net::Request& head);

  // The status to answer: 200, 400, 413, 429 or 503.
  Task<int> take(const net::Request& request, Executor& executor);

  // Takes the secrets of another config for posts to come, when that is paid through Stripe too.
  void take_over(const cli::Config& config);

 private:
  using Secrets = std::shared_ptr<const std::vector<Secret>>;
  Secrets secrets() const;
  int refuse(const net::Request& request, std::string_view reason, int status);

  app::ProviderEvents& events_;
  const Clock& clock_;
  Log& log_;
  http::UnsignedPosts unsigned_;
  mutable std::mutex mutex_;
  Secrets secrets_;
};

}  // namespace till::assembly
