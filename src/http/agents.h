// Agents: who may call, by bearer token (TR-04). An immutable value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/secret.h"

namespace till::http {

// How an agent signs its requests (A3).
struct SignatureKey {
  enum class Algorithm { ed25519, es256, hmac_sha256 };
  Algorithm algorithm = Algorithm::hmac_sha256;
  Secret key;  // A public key in PEM, or the shared secret.
};

struct Agent {
  std::string id;
  std::vector<Digest> token_hashes;  // SHA-256 of its tokens; several while one is replaced.
  std::optional<SignatureKey> signature_key;  // Once set, every request must be signed.
};

class Agents;

// The agents of before of whom a token counts no more.
std::vector<std::string> revoked(const Agents& before, const Agents& after);

class Agents {
 public:
  explicit Agents(std::vector<Agent> agents) : agents_(std::move(agents)) {}
  // The agent of the token; null for a token of nobody, an absent and an empty one, whatever hashes
  // are known. Looks at every hash whatever matches, so that the time tells nothing about them.
  const Agent* authenticate(std::optional<std::string_view> bearer_token) const;
  // Null when there is none of that id.
  const Agent* find(std::string_view id) const;

  const std::vector<Agent>& all() const { return agents_; }

 private:
  std::vector<Agent> agents_;
};

}  // namespace till::http
