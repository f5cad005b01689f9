// WebhookReceiver: takes a shop's webhooks over plain HTTP, for a demo on one machine.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/http_server.h"

namespace till::cli {

// Listens from start on; answers 204 to what is rightly signed, 401 to anything else.
class WebhookReceiver {
 public:
  // `address` is HOST:PORT of this machine. Refused with a sentence.
  static Result<std::unique_ptr<WebhookReceiver>, std::string> start(const std::string& address,
                                                                     Secret secret,
                                                                     const Clock& clock);
  ~WebhookReceiver();
  std::uint16_t port() const;
  // Blocks until an order_create of that order has come with a right signature. Refused when none
  // did in time.
  Result<void, std::string> wait_for_order(const std::string& order_id,
                                           std::chrono::milliseconds time);

  class Inbox;

 private:
  WebhookReceiver(std::shared_ptr<Inbox> inbox, std::unique_ptr<net::HttpServer> server);
  std::shared_ptr<Inbox> inbox_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace till::cli
