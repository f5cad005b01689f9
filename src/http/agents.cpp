#include "http/agents.h"

namespace till::http {

const Agent* Agents::authenticate(std::string_view bearer_token) const {
  const Digest hash = sha256(bearer_token);
  const Agent* found = nullptr;
  for (const Agent& agent : agents_) {
    for (const Digest& known : agent.token_hashes) {
      if (equal_in_constant_time(known, hash)) found = &agent;
    }
  }
  return found;
}

}  // namespace till::http
