// WebhookAdmin: what an operator asks about events, once it is known to be the operator.
#pragma once

#include <string>
#include <string_view>

#include "app/dispatcher.h"
#include "app/ports/outbox.h"
#include "net/http_types.h"

namespace till::console {

// /admin/webhooks and /admin/webhooks/{id}/replay. Any thread may call.
class WebhookAdmin {
 public:
  // `dispatcher_loop` is where the dispatcher lives.
  WebhookAdmin(app::Outbox& outbox, app::Dispatcher& dispatcher, Executor& dispatcher_loop)
      : outbox_(outbox), dispatcher_(dispatcher), dispatcher_loop_(dispatcher_loop) {}

  static bool serves(std::string_view path);
  Task<net::Response> handle(net::Request request, Executor& executor);

 private:
  Task<net::Response> list(std::string query, Executor& executor);
  Task<net::Response> replay(std::string id, Executor& executor);

  app::Outbox& outbox_;
  app::Dispatcher& dispatcher_;
  Executor& dispatcher_loop_;
};

}  // namespace till::console
