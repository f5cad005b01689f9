#include "store/agent_counts.h"

#include <utility>

namespace till::store {
namespace {

const std::string kNobody;

}  // namespace

const std::string& counted_agent(const checkout::Session& session) {
  const bool counts =
      session.kind == checkout::SessionKind::checkout && !checkout::is_over(session.status);
  return counts ? session.agent : kNobody;
}

std::optional<Timestamp> noted_deadline(const checkout::Session& session) {
  if (checkout::is_over(session.status)) return std::nullopt;
  return checkout::deadline_of(session);
}

std::vector<std::string> AgentCounts::count(const checkout::Session* before,
                                            const checkout::Session& next) {
  const std::string& was = before == nullptr ? kNobody : counted_agent(*before);
  const std::string& is = counted_agent(next);
  if (was != is) {
    if (!was.empty()) --open_[was];
    if (!is.empty()) ++open_[is];
  }
  std::vector<std::string> changed;
  const bool same = before != nullptr ? before->holds == next.holds : next.holds.empty();
  if (same) return changed;
  const auto move = [&](const checkout::Session& session, std::int64_t sign) {
    for (const checkout::Hold& hold : session.holds) {
      held_[hold.item_id][session.agent] += sign * hold.quantity;
      changed.push_back(hold.item_id);
    }
  };
  if (before != nullptr) move(*before, -1);
  move(next, 1);
  return changed;
}

void AgentCounts::add(const AgentCounts& other) {
  for (const auto& [agent, sessions] : other.open_) open_[agent] += sessions;
  for (const auto& [item, by_agent] : other.held_) {
    ByAgent& own = held_[item];
    for (const auto& [agent, pieces] : by_agent) own[agent] += pieces;
    std::erase_if(own, [](const auto& entry) { return entry.second == 0; });
    if (own.empty()) held_.erase(item);
  }
}

void AgentCounts::clear() {
  open_.clear();
  held_.clear();
}

std::int64_t AgentCounts::open(const std::string& agent) const {
  const auto found = open_.find(agent);
  return found == open_.end() ? 0 : found->second;
}

checkout::HeldPieces AgentCounts::held(const std::string& agent, const std::string& item) const {
  checkout::HeldPieces held;
  const auto found = held_.find(item);
  if (found == held_.end()) return held;
  for (const auto& [holder, pieces] : found->second) {
    held.by_all += pieces;
    if (holder == agent) held.by_agent = pieces;
  }
  return held;
}

AgentCounts::ByAgent AgentCounts::holders(const std::string& item) const {
  const auto found = held_.find(item);
  ByAgent holders = found == held_.end() ? ByAgent{} : found->second;
  std::erase_if(holders, [](const auto& entry) { return entry.second == 0; });
  return holders;
}

app::AgentHoldings AgentCounts::holdings(const std::string& agent,
                                         std::span<const std::string> items) const {
  app::AgentHoldings holdings;
  holdings.open_sessions = open(agent);
  holdings.items.reserve(items.size());
  for (const std::string& item : items) holdings.items.push_back(held(agent, item));
  return holdings;
}

std::vector<app::AgentLoad> AgentCounts::loads() const {
  std::map<std::string, app::AgentLoad> loads;
  const auto of = [&loads](const std::string& agent) -> app::AgentLoad& {
    app::AgentLoad& load = loads[agent];
    load.agent = agent;
    return load;
  };
  for (const auto& [agent, sessions] : open_) of(agent).open_sessions = sessions;
  for (const auto& [item, by_agent] : held_) {
    for (const auto& [agent, pieces] : by_agent) of(agent).pieces += pieces;
  }
  std::vector<app::AgentLoad> all;
  all.reserve(loads.size());
  for (auto& [agent, load] : loads) all.push_back(std::move(load));
  return all;
}

bool within_open_sessions(const app::AgentLimits& limits, const checkout::Session& next,
                          std::int64_t open) {
  const bool opens = next.version == 1 && !counted_agent(next).empty();
  return !opens || limits.open_sessions == 0 || open < limits.open_sessions;
}

}  // namespace till::store
