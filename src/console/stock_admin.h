// StockAdmin: numbers of pieces from elsewhere, once it is known that an operator tells them.
#pragma once

#include <string>
#include <string_view>

#include "app/stock_service.h"
#include "console/deed.h"
#include "net/http_types.h"

namespace till::console {

// /admin/v1/stock. Any thread may call.
class StockAdmin {
 public:
  explicit StockAdmin(app::StockService& stock) : stock_(stock) {}

  static bool serves(std::string_view path);
  Task<net::Response> handle(net::Request request, Executor& executor, Deed& deed);

 private:
  Task<net::Response> list(std::string query, Executor& executor);
  Task<net::Response> tell(net::Request request, Executor& executor, Deed& deed);

  app::StockService& stock_;
};

}  // namespace till::console
