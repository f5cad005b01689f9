// AgentEnv: what an agent and an operator need to reach a shop, one KEY=value a line.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace till::cli {

struct AgentEnv {
  std::string url;      // No slash at the end.
  std::string ca_file;  // Empty: the system's authorities.
  Secret token;
  Secret webhook_secret;
  std::string admin_url;
  Secret admin_token;
};

// Reads such a text. Empty lines, comments and keys of others are passed over; a value stands as
// it is, without quotes. Refused with a sentence when a line is no KEY=value, a line holds a
// control character, or TILL_URL or TILL_TOKEN is missing.
Result<AgentEnv, std::string> parse_agent_env(std::string_view text);

// The same from a file.
Result<AgentEnv, std::string> load_agent_env(const std::string& path);

// The text that parse_agent_env reads.
std::string format_agent_env(const AgentEnv& env);

}  // namespace till::cli
