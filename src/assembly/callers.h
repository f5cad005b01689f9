// Who may call, as the configuration names them: agents and operators.
#pragma once

#include <memory>
#include <vector>

#include "app/agent_policies.h"
#include "cli/config.h"
#include "console/operators.h"
#include "http/agents.h"

namespace till::assembly {

std::vector<http::Agent> agents_of(const cli::Config& config);
// How far each agent is trusted.
app::AgentPolicies::ByAgent policies_of(const std::vector<cli::AgentConfig>& agents);
std::shared_ptr<const console::Operators> operators_of(const cli::Config& config);

}  // namespace till::assembly
