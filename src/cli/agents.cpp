#include "cli/agents.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/agent_edits.h"
#include "cli/config_file.h"
#include "cli/secrets.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr std::size_t kShownDigits = 12;
constexpr std::size_t kFewestDigits = 4;

std::string shown(const Digest& token) { return to_hex(token).substr(0, kShownDigits); }

using Agents = std::vector<AgentConfig>;

Agents::iterator find(Agents& agents, const std::string& id) {
  return std::find_if(agents.begin(), agents.end(),
                      [&id](const AgentConfig& agent) { return agent.id == id; });
}

auto no_such_agent(const std::string& id) {
  return wrong_use("there is no agent " + id + "; `till agents list` shows those there are");
}

void print_new_token(const std::string& verb, const std::string& id, const Secret& token, bool json,
                     std::ostream& out) {
  if (json) {
    std::string text;
    json::Writer(text)
        .begin_object()
        .member("agent", id)
        .member("token", token.reveal())
        .member("token_sha256", to_hex(sha256(token.reveal())))
        .end_object();
    out << text << "\n";
    return;
  }
  out << verb << " " << id << "\ntoken: " << token.reveal() << "\n"
      << "It is shown only this once; till.toml holds its SHA-256. Send SIGHUP to a running "
         "till.\n";
}

std::string agent_line(const AgentConfig& agent) {
  std::string line = agent.id + "  ";
  if (agent.token_digests.empty()) line += "no token, cannot call";
  for (const Digest& token : agent.token_digests) {
    line += (line.ends_with("  ") ? "token " : ", ") + shown(token);
  }
  return line +
         (agent.webhook_url.empty() ? "  no webhooks" : "  webhooks to " + agent.webhook_url);
}

std::string json_of(const Agents& agents) {
  std::string text;
  json::Writer json(text);
  json.begin_object().key("agents").begin_array();
  for (const AgentConfig& agent : agents) {
    json.begin_object().member("id", agent.id).key("token_sha256").begin_array();
    for (const Digest& token : agent.token_digests) json.text(to_hex(token));
    json.end_array();
    if (!agent.webhook_url.empty()) json.member("webhook_url", agent.webhook_url);
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

// The tokens that the options mean, of those the agent has.
Result<std::vector<Digest>, Failure> meant(const RevokeAgentOptions& options,
                                           const std::vector<Digest>& tokens) {
  if (tokens.empty()) return wrong_use("the agent " + options.id + " has no token");
  if (options.all || (tokens.size() == 1 && options.token.empty() && !options.old)) return tokens;
  if (options.old) {
    if (tokens.size() < 2) return wrong_use("the agent " + options.id + " has no older token");
    return std::vector<Digest>(tokens.begin(), tokens.end() - 1);
  }
  if (options.token.empty()) {
    return wrong_use("the agent " + options.id + " has " + std::to_string(tokens.size()) +
                     " tokens; say which with --token, --old or --all");
  }
  if (options.token.size() < kFewestDigits) {
    return wrong_use("--token wants at least 4 digits of the token's SHA-256");
  }
  std::string digits = options.token;
  std::transform(digits.begin(), digits.end(), digits.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::vector<Digest> found;
  for (const Digest& token : tokens) {
    if (to_hex(token).starts_with(digits)) found.push_back(token);
  }
  if (found.size() == 1) return found;
  return wrong_use("the agent " + options.id + " has " + (found.empty() ? "no" : "more than one") +
                   " token whose SHA-256 begins with " + options.token);
}

void print_revoked(const AgentConfig& agent, const std::vector<Digest>& revoked, bool json,
                   std::ostream& out) {
  if (json) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().member("agent", agent.id).key("revoked_sha256").begin_array();
    for (const Digest& token : revoked) writer.text(to_hex(token));
    writer.end_array().key("token_sha256").begin_array();
    for (const Digest& token : agent.token_digests) writer.text(to_hex(token));
    writer.end_array().end_object();
    out << text << "\n";
    return;
  }
  out << "revoked " << revoked.size() << " of " << agent.id << ", " << agent.token_digests.size()
      << " left. Send SIGHUP to a running till.\n";
}

}  // namespace

Result<void, Failure> list_agents(const ListAgentsOptions& options, std::ostream& out) {
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  if (options.json) out << json_of(config->agents) << "\n";
  if (options.json) return {};
  for (const AgentConfig& agent : config->agents) out << agent_line(agent) << "\n";
  if (config->agents.empty()) out << "no agents; `till agents add` lets one in\n";
  return {};
}

Result<void, Failure> add_agent(const AddAgentOptions& options, Random& random, std::ostream& out) {
  if (!is_agent_id(options.id)) {
    return wrong_use("ID must be 1 to 64 letters, digits, dots, hyphens and underscores");
  }
  auto file = ConfigFile::open(options.config);
  if (!file) return refused(file.error());
  Agents agents = file->config().agents;
  if (find(agents, options.id) != agents.end()) {
    return wrong_use("there is an agent " + options.id + "; `till agents rotate` gives it a token");
  }
  const Secret token = make_token("till_agent_", random);
  AgentConfig& added = agents.emplace_back();
  added.id = options.id;
  added.token_digests = {sha256(token.reveal())};
  const auto text = with_agent(file->text(), added.id, added.token_digests.front());
  if (!text) return failed(text.error());
  if (auto saved = file->save(*text, agents); !saved) return saved;
  print_new_token("added", options.id, token, options.json, out);
  return {};
}

Result<void, Failure> rotate_agent(const RotateAgentOptions& options, Random& random,
                                   std::ostream& out) {
  auto file = ConfigFile::open(options.config);
  if (!file) return refused(file.error());
  Agents agents = file->config().agents;
  const auto agent = find(agents, options.id);
  if (agent == agents.end()) return no_such_agent(options.id);
  const Secret token = make_token("till_agent_", random);
  agent->token_digests.push_back(sha256(token.reveal()));
  const auto text = with_token(file->text(), options.id, agent->token_digests.back());
  if (!text) return failed(text.error());
  if (auto saved = file->save(*text, agents); !saved) return saved;
  print_new_token("a new token for", options.id, token, options.json, out);
  return {};
}

Result<void, Failure> revoke_agent(const RevokeAgentOptions& options, std::ostream& out) {
  auto file = ConfigFile::open(options.config);
  if (!file) return refused(file.error());
  Agents agents = file->config().agents;
  const auto agent = find(agents, options.id);
  if (agent == agents.end()) return no_such_agent(options.id);
  const auto revoked = meant(options, agent->token_digests);
  if (!revoked) return refused(revoked.error());
  std::string text = file->text();
  for (const Digest& token : *revoked) {
    auto edited = without_token(text, options.id, token);
    if (!edited) return failed(edited.error());
    text = std::move(*edited);
    std::erase(agent->token_digests, token);
  }
  if (auto saved = file->save(text, agents); !saved) return saved;
  print_revoked(*agent, *revoked, options.json, out);
  return {};
}

}  // namespace till::cli
