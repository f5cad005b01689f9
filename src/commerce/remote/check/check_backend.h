// Checks: asks a backend everything that the contract says, right and wrong, and says of each rule
// whether it holds.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "commerce/remote/check/asker.h"
#include "commerce/remote/check/report.h"

namespace till::commerce::remote::check {

struct Options {
  std::string currency = "usd";
  std::vector<std::string> items;          // To ask about; empty: those of GET /products.
  std::vector<std::string> catalog_items;  // When there are none of both.
  bool orders = false;                     // Orders change the shop.
  Milliseconds quote_timeout{1'500};
  Timestamp now;
  SessionId session;  // New ones, of this run alone.
  SessionId unseen;
};

// Asks one question after the other. What was held is given back, and an order is canceled.
Report check_backend(Asker& asker, const Options& options);

}  // namespace till::commerce::remote::check
