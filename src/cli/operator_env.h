// OperatorEnv: what an operator needs to reach the admin API of a shop, one KEY=value a line.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "cli/failure.h"

namespace till::cli {

struct OperatorEnv {
  std::string url;      // Of the admin API; no slash at the end.
  std::string ca_file;  // Empty: the system's authorities. For an https URL.
  Secret token;
};

// Reads such a text; keys of others are passed over. Refused with a sentence when it is no text of
// KEY=value lines, or TILL_ADMIN_URL or TILL_ADMIN_TOKEN is missing.
Result<OperatorEnv, std::string> parse_operator_env(std::string_view text);

// The same from a file. Wrong use when it is an agent's file instead.
Result<OperatorEnv, Failure> load_operator_env(const std::string& path);

// The text that parse_operator_env reads.
std::string format_operator_env(const OperatorEnv& env);

}  // namespace till::cli
