// AgentEnv: what an agent needs to reach a shop, one KEY=value a line; no more than it may know.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "cli/failure.h"

namespace till::cli {

struct AgentEnv {
  std::string url;      // No slash at the end.
  std::string ca_file;  // Empty: the system's authorities.
  Secret token;
  Secret webhook_secret;
};

// Reads such a text; keys of others are passed over. Refused with a sentence when it is no text of
// KEY=value lines, or TILL_URL or TILL_TOKEN is missing.
Result<AgentEnv, std::string> parse_agent_env(std::string_view text);

// The same from a file. Wrong use when it is an operator's file instead.
Result<AgentEnv, Failure> load_agent_env(const std::string& path);

// The text that parse_agent_env reads.
std::string format_agent_env(const AgentEnv& env);

}  // namespace till::cli
