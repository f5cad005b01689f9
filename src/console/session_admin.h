// SessionAdmin: what an operator asks about checkout sessions, once it is known to be the operator.
#pragma once

#include <string>
#include <string_view>

#include "app/checkout_service.h"
#include "app/ports/views.h"
#include "console/deed.h"
#include "net/http_types.h"
#include "wire/acp/response.h"

namespace till::console {

// /sessions, /sessions/{id}, and approve, deny and settle of it. Any thread may call.
class SessionAdmin {
 public:
  SessionAdmin(app::CheckoutService& checkout, app::Views& views,
               const wire::SessionRenderer& renderer)
      : checkout_(checkout), views_(views), renderer_(renderer) {}

  static bool serves(std::string_view path);
  // `deed` learns what was done with money; it must outlive the call.
  Task<net::Response> handle(net::Request request, Executor& executor, Deed& deed);

 private:
  Task<net::Response> list(std::string query, Executor& executor);
  Task<net::Response> list_waiting(Executor& executor);
  Task<app::Reply> act(SessionId id, std::string action, Executor& executor);
  Task<net::Response> approve(SessionId id, std::string body, Executor& executor, Deed& deed);
  Task<net::Response> settle(SessionId id, std::string body, Executor& executor, Deed& deed);
  net::Response answer_of(const app::Reply& reply) const;

  app::CheckoutService& checkout_;
  app::Views& views_;
  const wire::SessionRenderer& renderer_;
};

}  // namespace till::console
