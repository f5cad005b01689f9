#include "app/agent_limits.h"

namespace till::app {

using checkout::Refusal;
using checkout::RefusalCode;

namespace {

// May an agent take up less of an item than all of it?
bool shares_out(const CheckoutDependencies& dependencies) {
  return dependencies.profile.policy.holds.agent_share_percent != 100;
}

}  // namespace

AgentLimits limits_of(const CheckoutDependencies& dependencies) {
  const checkout::HoldPolicy& policy = dependencies.profile.policy.holds;
  return {policy.open_sessions, policy.agent_share_percent};
}

std::optional<Refusal> refuse_session(const CheckoutDependencies& dependencies,
                                      const std::string& agent) {
  const std::int64_t most = dependencies.profile.policy.holds.open_sessions;
  if (most == 0 || dependencies.store.holdings.holdings(agent, {}).open_sessions < most)
    return std::nullopt;
  return Refusal{RefusalCode::too_many_open_sessions,
                 {},
                 {checkout::TextId::too_many_open_sessions, {std::to_string(most)}}};
}

void keep_to_share(const CheckoutDependencies& dependencies, const checkout::Draft& draft,
                   checkout::Quote& quote) {
  if (!shares_out(dependencies) || draft.kind == checkout::SessionKind::cart) return;
  const std::int64_t percent = dependencies.profile.policy.holds.agent_share_percent;
  std::vector<std::string> items;
  items.reserve(draft.lines.size());
  for (const checkout::LineItem& line : draft.lines) items.push_back(line.item_id);
  const AgentHoldings holdings = dependencies.store.holdings.holdings(draft.agent, items);
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto& available = quote.lines[i].available;
    if (available) {
      available = checkout::within_share(*available, holdings.items[i], percent);
    }
  }
}

}  // namespace till::app
