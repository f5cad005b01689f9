// Holdings: what each agent takes up of what the shop has for all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "checkout/holds.h"

namespace till::app {

// What an agent takes up: its open checkouts, and pieces of the items asked for, in order.
struct AgentHoldings {
  std::int64_t open_sessions = 0;
  std::vector<checkout::HeldPieces> items;
};

// The same of all items together.
struct AgentLoad {
  std::string agent;
  std::int64_t open_sessions = 0;
  std::int64_t pieces = 0;
  bool operator==(const AgentLoad&) const = default;
};

// As committed. Any thread may call; never blocks on disk and looks through nothing.
class Holdings {
 public:
  virtual ~Holdings() = default;
  // Nothing taken up by an agent that is unknown.
  virtual AgentHoldings holdings(const std::string& agent,
                                 std::span<const std::string> item_ids) = 0;
  // Of every agent that was ever counted.
  virtual std::vector<AgentLoad> agent_loads() = 0;
};

}  // namespace till::app
