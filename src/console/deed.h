// Deed: what a request that changed something did with money, for the audit. Private to console.
#pragma once

#include <optional>
#include <string>

#include "base/amount.h"

namespace till::console {

struct Deed {
  std::optional<Amount> amount;
  std::string currency;
};

}  // namespace till::console
