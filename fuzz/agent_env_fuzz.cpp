// Any text is either refused or read to values that are written and read again the same.
#include <cstddef>
#include <cstdint>

#include "base/ensure.h"
#include "cli/agent_env.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto env = till::cli::parse_agent_env({reinterpret_cast<const char*>(data), size});
  if (!env) return 0;
  const auto again = till::cli::parse_agent_env(till::cli::format_agent_env(*env));
  TILL_ENSURE(again.has_value());
  TILL_ENSURE(again->url == env->url && again->token == env->token);
  TILL_ENSURE(again->ca_file == env->ca_file && again->admin_url == env->admin_url);
  return 0;
}
