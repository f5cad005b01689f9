// AgentCounts: what agents take up, open sessions and pieces held. Counted along with each commit,
// so that nobody ever has to look through the sessions. Private to the stores.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/store.h"

namespace till::store {

// Whose open sessions this one counts among: its agent's; nobody's when it is over or a cart.
const std::string& counted_agent(const checkout::Session& session);

// When the session is noted to be handed out as due; nothing when it is over.
std::optional<Timestamp> noted_deadline(const checkout::Session& session);

// Not synchronised. Also what a batch adds to the counts, with numbers below 0 then.
class AgentCounts {
 public:
  using ByAgent = std::map<std::string, std::int64_t>;

  // A session changed from `before` (null: there was none) to `next`; the items whose counts it
  // changed.
  std::vector<std::string> count(const checkout::Session* before, const checkout::Session& next);
  // Adds all counts of the other.
  void add(const AgentCounts& other);
  void set_open(const std::string& agent, std::int64_t sessions) { open_[agent] = sessions; }
  void set_held(const std::string& item, ByAgent by_agent) { held_[item] = std::move(by_agent); }
  void clear();

  std::int64_t open(const std::string& agent) const;
  checkout::HeldPieces held(const std::string& agent, const std::string& item) const;
  // Who holds pieces of the item, none of them 0.
  ByAgent holders(const std::string& item) const;
  app::AgentHoldings holdings(const std::string& agent, std::span<const std::string> items) const;
  std::vector<app::AgentLoad> loads() const;

 private:
  ByAgent open_;
  std::unordered_map<std::string, ByAgent> held_;  // By item.
};

// May the session become the next version within its limits? `counts` are those before it.
bool within_open_sessions(const app::AgentLimits& limits, const checkout::Session& next,
                          std::int64_t open);

}  // namespace till::store
