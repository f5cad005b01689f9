// Any text is either refused or read to values that are written and read again the same: what an
// agent is given and what an operator is given.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ensure.h"
#include "cli/agent_env.h"
#include "cli/operator_env.h"

namespace {

void agents(std::string_view text) {
  const auto env = till::cli::parse_agent_env(text);
  if (!env) return;
  const auto again = till::cli::parse_agent_env(till::cli::format_agent_env(*env));
  TILL_ENSURE(again.has_value());
  TILL_ENSURE(again->url == env->url && again->token == env->token);
  TILL_ENSURE(again->ca_file == env->ca_file);
}

void operators(std::string_view text) {
  const auto env = till::cli::parse_operator_env(text);
  if (!env) return;
  const auto again = till::cli::parse_operator_env(till::cli::format_operator_env(*env));
  TILL_ENSURE(again.has_value());
  TILL_ENSURE(again->url == env->url && again->token == env->token);
  TILL_ENSURE(again->ca_file == env->ca_file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  agents(text);
  operators(text);
  return 0;
}
