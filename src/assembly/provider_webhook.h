// ProviderWebhook: what a payment provider posts, by what api.h says of a ProviderPath.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/provider_events.h"
#include "base/log.h"
#include "http/api.h"
#include "http/unsigned_posts.h"
#include "net/http_types.h"
#include "payments/provider.h"

namespace till::assembly {

// Any thread may call. The arguments must outlive it and every call.
class ProviderWebhook {
 public:
  // Of the provider of this name.
  ProviderWebhook(std::string_view provider, const payments::Webhook& webhook,
                  app::ProviderEvents& events, const Clock& clock, Log& log)
      : provider_(provider), webhook_(webhook), events_(events), clock_(clock), log_(log) {}

  // Where it posts and what is done about it; refers to this.
  http::ProviderPath path();

 private:
  std::optional<int> refuse_body(const net::Request& head);
  Task<int> receive(const net::Request& request, Executor& executor);
  int refuse(const net::Request& request, std::string_view reason, int status);

  const std::string provider_;
  const payments::Webhook& webhook_;
  app::ProviderEvents& events_;
  const Clock& clock_;
  Log& log_;
  http::UnsignedPosts unsigned_;
};

}  // namespace till::assembly
