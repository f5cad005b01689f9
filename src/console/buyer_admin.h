// BuyerAdmin: what is kept of a buyer, for the buyer to read and to have forgotten.
#pragma once

#include <string>
#include <string_view>

#include "app/buyers.h"
#include "net/http_types.h"
#include "wire/acp/response.h"

namespace till::console {

// POST /buyers/export and /buyers/erase, once it is known to be the operator. The address is in the
// body, since paths are logged. Any thread may call.
class BuyerAdmin {
 public:
  BuyerAdmin(app::Buyers& buyers, const wire::SessionRenderer& renderer)
      : buyers_(buyers), renderer_(renderer) {}

  static bool serves(std::string_view path);
  Task<net::Response> handle(net::Request request, Executor& executor);

 private:
  Task<net::Response> export_sessions(std::string email, std::uint64_t from, Executor& executor);
  Task<net::Response> erase(std::string email, Executor& executor);

  app::Buyers& buyers_;
  const wire::SessionRenderer& renderer_;
};

}  // namespace till::console
