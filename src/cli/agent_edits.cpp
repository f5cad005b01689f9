#include "cli/agent_edits.h"

#include <toml++/toml.h>
#include <algorithm>

#include "cli/toml_edit.h"

namespace till::cli {
namespace {

constexpr std::size_t kIdBytes = 64;

std::string quoted(const Digest& token) { return "\"" + to_hex(token) + "\""; }

// The list of the agent's tokens; null when it is not written as Till edits it.
const toml::array* tokens_of(const toml::table& root, std::string_view id) {
  const toml::array* const agents = root["agents"].as_array();
  if (agents == nullptr) return nullptr;
  for (const toml::node& each : *agents) {
    const toml::table* const agent = each.as_table();
    if (agent == nullptr || (*agent)["id"].value<std::string_view>() != id) continue;
    return (*agent)["token_sha256"].as_array();
  }
  return nullptr;
}

// What `edit` makes of the text and the agent's list of tokens.
template <class Edit>
Result<std::string, std::string> edit_tokens(std::string_view text, const std::string& id,
                                             Edit edit) {
  try {
    const toml::table root = toml::parse(text);
    const toml::array* const tokens = tokens_of(root, id);
    if (tokens == nullptr) return refused("there is no agent " + id);
    return edit(*tokens);
  } catch (const toml::parse_error& error) {
    return refused("is not TOML: " + std::string(error.description()));
  }
}

}  // namespace

bool is_agent_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  };
  return !id.empty() && id.size() <= kIdBytes && std::all_of(id.begin(), id.end(), fits);
}

Result<std::string, std::string> with_agent(std::string_view text, const std::string& id,
                                            const Digest& token) {
  const std::string line_break(line_break_of(text));
  std::string edited(text);
  if (!edited.empty() && !edited.ends_with('\n')) edited += line_break;
  return edited + line_break + "[[agents]]" + line_break + "id = \"" + id + "\"" + line_break +
         "token_sha256 = [" + quoted(token) + "]" + line_break;
}

Result<std::string, std::string> with_token(std::string_view text, const std::string& id,
                                            const Digest& token) {
  return edit_tokens(text, id, [&](const toml::array& tokens) -> Result<std::string, std::string> {
    return with_entry(text, tokens, quoted(token));
  });
}

Result<std::string, std::string> without_token(std::string_view text, const std::string& id,
                                               const Digest& token) {
  return edit_tokens(text, id, [&](const toml::array& tokens) -> Result<std::string, std::string> {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto written = tokens[i].value<std::string_view>();
      if (written && digest_from_hex(*written) == token) return without_entry(text, tokens, i);
    }
    return refused("the agent " + id + " has no such token");
  });
}

}  // namespace till::cli
