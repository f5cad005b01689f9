#include "cli/operator_env.h"

#include "base/url.h"
#include "cli/env_file.h"
#include "cli/files.h"

namespace till::cli {

Result<OperatorEnv, std::string> parse_operator_env(std::string_view text) {
  const auto file = EnvFile::parse(text);
  if (!file) return refused(file.error());
  OperatorEnv env;
  env.url = file->url("TILL_ADMIN_URL");
  env.ca_file = file->text("TILL_CA");
  env.token = Secret(file->text("TILL_ADMIN_TOKEN"));
  if (!parse_url(env.url)) return refused(std::string("TILL_ADMIN_URL must be set to a URL"));
  if (env.token.empty()) return refused(std::string("TILL_ADMIN_TOKEN must be set"));
  return env;
}

Result<OperatorEnv, Failure> load_operator_env(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return failed(text.error() + "; `till init DIR` makes one");
  auto env = parse_operator_env(*text);
  if (env) return std::move(*env);
  const auto file = EnvFile::parse(*text);
  if (file && file->text("TILL_ADMIN_TOKEN").empty() && !file->text("TILL_TOKEN").empty()) {
    return wrong_use(path + " is an agent's file, and this command is an operator's; give it " +
                     "--env operator.env, which `till init` writes beside agent.env");
  }
  return failed(path + ": " + env.error());
}

std::string format_operator_env(const OperatorEnv& env) {
  return "TILL_ADMIN_URL=" + env.url + "\nTILL_ADMIN_TOKEN=" + env.token.reveal() +
         "\nTILL_CA=" + shell_quoted(env.ca_file) + "\n";
}

}  // namespace till::cli
