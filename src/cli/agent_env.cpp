#include "cli/agent_env.h"

#include "base/url.h"
#include "cli/env_file.h"
#include "cli/files.h"

namespace till::cli {

Result<AgentEnv, std::string> parse_agent_env(std::string_view text) {
  const auto file = EnvFile::parse(text);
  if (!file) return refused(file.error());
  AgentEnv env;
  env.url = file->url("TILL_URL");
  env.ca_file = file->text("TILL_CA");
  env.token = Secret(file->text("TILL_TOKEN"));
  env.webhook_secret = Secret(file->text("TILL_WEBHOOK_SECRET"));
  if (!parse_url(env.url)) return refused(std::string("TILL_URL must be set to a URL"));
  if (env.token.empty()) return refused(std::string("TILL_TOKEN must be set"));
  return env;
}

Result<AgentEnv, Failure> load_agent_env(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return failed(text.error() + "; `till init DIR` makes one");
  auto env = parse_agent_env(*text);
  if (env) return std::move(*env);
  const auto file = EnvFile::parse(*text);
  if (file && file->text("TILL_TOKEN").empty() && !file->text("TILL_ADMIN_TOKEN").empty()) {
    return wrong_use(path + " is an operator's file, and this command is an agent's; give it the " +
                     "agent.env that `till init` wrote beside it");
  }
  return failed(path + ": " + env.error());
}

std::string format_agent_env(const AgentEnv& env) {
  return "TILL_URL=" + env.url + "\nTILL_CA=" + shell_quoted(env.ca_file) +
         "\nTILL_TOKEN=" + env.token.reveal() +
         "\nTILL_WEBHOOK_SECRET=" + env.webhook_secret.reveal() + "\n";
}

}  // namespace till::cli
