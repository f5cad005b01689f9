// LoggedLevel: what is kept of the stock of an item that changed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/records.h"

namespace till::store::codec {

// The level as a batch left it, and the agents that hold pieces.
struct LoggedLevel {
  app::ItemStock stock;
  std::map<std::string, std::int64_t> holders;
  bool operator==(const LoggedLevel&) const = default;
};

}  // namespace till::store::codec
