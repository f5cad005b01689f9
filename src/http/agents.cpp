#include "http/agents.h"

#include <algorithm>

namespace till::http {

const Agent* Agents::authenticate(std::optional<std::string_view> bearer_token) const {
  if (!bearer_token || bearer_token->empty()) return nullptr;
  const Digest hash = sha256(*bearer_token);
  const Agent* found = nullptr;
  for (const Agent& agent : agents_) {
    for (const Digest& known : agent.token_hashes) {
      if (equal_in_constant_time(known, hash)) found = &agent;
    }
  }
  return found;
}

const Agent* Agents::find(std::string_view id) const {
  const auto found = std::find_if(agents_.begin(), agents_.end(),
                                  [id](const Agent& agent) { return agent.id == id; });
  return found == agents_.end() ? nullptr : &*found;
}

std::vector<std::string> revoked(const Agents& before, const Agents& after) {
  std::vector<std::string> ids;
  for (const Agent& agent : before.all()) {
    const Agent* const now = after.find(agent.id);
    const auto is_taken = [now](const Digest& token) {
      return now == nullptr ||
             std::count(now->token_hashes.begin(), now->token_hashes.end(), token) == 0;
    };
    if (std::any_of(agent.token_hashes.begin(), agent.token_hashes.end(), is_taken)) {
      ids.push_back(agent.id);
    }
  }
  return ids;
}

}  // namespace till::http
