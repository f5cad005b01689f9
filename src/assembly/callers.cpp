#include "assembly/callers.h"

#include <string>
#include <utility>

namespace till::assembly {
namespace {

http::SignatureKey::Algorithm algorithm_of(cli::SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case cli::SignatureAlgorithm::ed25519: return http::SignatureKey::Algorithm::ed25519;
    case cli::SignatureAlgorithm::es256: return http::SignatureKey::Algorithm::es256;
    case cli::SignatureAlgorithm::hmac_sha256: break;
  }
  return http::SignatureKey::Algorithm::hmac_sha256;
}

}  // namespace

std::vector<http::Agent> agents_of(const cli::Config& config) {
  std::vector<http::Agent> agents;
  for (const cli::AgentConfig& known : config.agents) {
    http::Agent agent{known.id, known.token_digests, std::nullopt};
    if (known.signature) {
      agent.signature_key =
          http::SignatureKey{algorithm_of(known.signature->algorithm), known.signature->key};
    }
    agents.push_back(std::move(agent));
  }
  return agents;
}

app::AgentPolicies::ByAgent policies_of(const std::vector<cli::AgentConfig>& agents) {
  app::AgentPolicies::ByAgent policies;
  for (const cli::AgentConfig& agent : agents) policies[agent.id] = {agent.trusts_log_ins};
  return policies;
}

std::shared_ptr<const console::Operators> operators_of(const cli::Config& config) {
  using console::Right;
  std::vector<console::Operator> operators;
  if (config.admin_token_digest) {
    operators.push_back(
        {cli::kSingleOperator,
         {*config.admin_token_digest},
         {Right::view, Right::fulfil, Right::refund, Right::configure, Right::stock}});
  }
  for (const cli::OperatorConfig& known : config.operators) {
    console::Operator made{known.name, known.token_digests, {}, known.is_shop};
    for (const std::string& name : known.rights) {
      if (const auto right = console::right_named(name)) made.rights.push_back(*right);
    }
    operators.push_back(std::move(made));
  }
  return std::make_shared<const console::Operators>(std::move(operators));
}

}  // namespace till::assembly
