// WebhookEndpoint: where Stripe posts its events, and the secrets they are known by.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "base/secret.h"
#include "payments/provider.h"

namespace till::payments::stripe {

// Any thread may call.
class WebhookEndpoint final : public Webhook {
 public:
  explicit WebhookEndpoint(std::vector<Secret> secrets);

  std::string path() const override { return "/webhooks/stripe"; }
  bool is_open() const override { return !secrets()->empty(); }
  std::optional<NoReport> objection_to_head(const net::Request& head, Timestamp now) const override;
  Result<app::ProviderEvent, NoReport> read(const net::Request& request,
                                            Timestamp now) const override;

  // Other secrets, for posts to come. None leave those there are: whether there is such a path is
  // decided at the start.
  void take_over(std::vector<Secret> next);

 private:
  using Secrets = std::shared_ptr<const std::vector<Secret>>;
  Secrets secrets() const;

  mutable std::mutex mutex_;
  Secrets secrets_;
};

}  // namespace till::payments::stripe
