// HttpWebhookSender: webhooks over HTTP.
#pragma once

#include <functional>

#include "app/webhook_sender.h"
#include "net/http_client.h"

namespace till::http {

// Sends through the client that `client_for` names for a URL, since receivers may trust different
// authorities. The clients must outlive it. Any thread may call.
class HttpWebhookSender final : public app::WebhookSender {
 public:
  using ClientFor = std::function<net::HttpClient&(const std::string& url)>;
  explicit HttpWebhookSender(ClientFor client_for) : client_for_(std::move(client_for)) {}

  Task<app::WebhookAnswer> send(app::WebhookDelivery delivery, Executor& executor) override;

 private:
  ClientFor client_for_;
};

}  // namespace till::http
