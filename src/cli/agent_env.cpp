#include "cli/agent_env.h"

#include <algorithm>
#include <map>

#include "cli/files.h"
#include "net/url.h"

namespace till::cli {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

bool without_controls(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

Result<Values, std::string> read_values(std::string_view text) {
  Values values;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::string where = "line " + std::to_string(number);
    const std::size_t equals = line.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      return refused(where + " must be KEY=value");
    }
    // A token goes into a header, where a control character would begin another one.
    if (!without_controls(line)) return refused(where + " must hold no control character");
    values[std::string(line.substr(0, equals))] = line.substr(equals + 1);
  }
  return values;
}

std::string take(Values& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() ? "" : found->second;
}

std::string take_url(Values& values, std::string_view key) {
  std::string url = take(values, key);
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

Result<AgentEnv, std::string> parse_agent_env(std::string_view text) {
  auto values = read_values(text);
  if (!values) return refused(values.error());
  AgentEnv env;
  env.url = take_url(*values, "TILL_URL");
  env.ca_file = take(*values, "TILL_CA");
  env.token = Secret(take(*values, "TILL_TOKEN"));
  env.webhook_secret = Secret(take(*values, "TILL_WEBHOOK_SECRET"));
  env.admin_url = take_url(*values, "TILL_ADMIN_URL");
  env.admin_token = Secret(take(*values, "TILL_ADMIN_TOKEN"));
  if (!net::parse_url(env.url)) return refused(std::string("TILL_URL must be set to a URL"));
  if (env.token.empty()) return refused(std::string("TILL_TOKEN must be set"));
  return env;
}

Result<AgentEnv, std::string> load_agent_env(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return refused(text.error() + "; `till init DIR` makes one");
  auto env = parse_agent_env(*text);
  if (!env) return refused(path + ": " + env.error());
  return env;
}

std::string format_agent_env(const AgentEnv& env) {
  return "TILL_URL=" + env.url + "\nTILL_CA=" + env.ca_file + "\nTILL_TOKEN=" + env.token.reveal() +
         "\nTILL_WEBHOOK_SECRET=" + env.webhook_secret.reveal() +
         "\nTILL_ADMIN_URL=" + env.admin_url + "\nTILL_ADMIN_TOKEN=" + env.admin_token.reveal() +
         "\n";
}

}  // namespace till::cli
