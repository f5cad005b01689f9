// AuditAdmin: what operators did, for an operator who may see it.
#pragma once

#include <string>
#include <string_view>

#include "app/ports/audit.h"
#include "net/http_types.h"

namespace till::console {

// GET /audit. Any thread may call.
class AuditAdmin {
 public:
  explicit AuditAdmin(app::AuditTrail& trail) : trail_(trail) {}

  static bool serves(std::string_view path) { return path == "/audit"; }
  Task<net::Response> handle(net::Request request, Executor& executor);

 private:
  app::AuditTrail& trail_;
};

}  // namespace till::console
