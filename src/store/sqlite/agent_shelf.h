// AgentShelf: what agents take up, as committed. Private to the SQLite store.
#pragma once

#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "store/agent_counts.h"

namespace till::store {

// Kept with rows that a commit writes anyway: whose session it is with its deadline, who holds how
// much of an item with its stock. Any thread may call.
class AgentShelf {
 public:
  void add(const AgentCounts& counts) {
    const std::lock_guard lock(mutex_);
    counts_.add(counts);
  }
  std::int64_t open(const std::string& agent) const {
    const std::lock_guard lock(mutex_);
    return counts_.open(agent);
  }
  checkout::HeldPieces held(const std::string& agent, const std::string& item) const {
    const std::lock_guard lock(mutex_);
    return counts_.held(agent, item);
  }
  // With what a batch adds.
  AgentCounts::ByAgent holders(const std::string& item, const AgentCounts& batch) const {
    AgentCounts both;
    {
      const std::lock_guard lock(mutex_);
      both.set_held(item, counts_.holders(item));
    }
    AgentCounts added;
    added.set_held(item, batch.holders(item));
    both.add(added);
    return both.holders(item);
  }
  app::AgentHoldings holdings(const std::string& agent, std::span<const std::string> items) const {
    const std::lock_guard lock(mutex_);
    return counts_.holdings(agent, items);
  }
  std::vector<app::AgentLoad> loads() const {
    const std::lock_guard lock(mutex_);
    return counts_.loads();
  }

 private:
  mutable std::mutex mutex_;
  AgentCounts counts_;
};

}  // namespace till::store
