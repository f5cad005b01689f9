// Deed: what a request that changed something did, for the audit. Private to console.
#pragma once

#include <optional>
#include <string>

#include "base/amount.h"

namespace till::console {

struct Deed {
  std::optional<Amount> amount;
  std::string currency;
  std::string about = {};  // Where the path does not say it.
};

}  // namespace till::console
