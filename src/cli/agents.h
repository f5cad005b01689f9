// `till agents`: who may call, written into till.toml, so that nobody hashes a token by hand.
#pragma once

#include <ostream>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "cli/failure.h"

namespace till::cli {

struct ListAgentsOptions {
  std::string config;
  bool json = false;
};

struct AddAgentOptions {
  std::string config;
  std::string id;
  bool json = false;
};

struct RotateAgentOptions {
  std::string config;
  std::string id;
  bool json = false;
};

// At most one of the three ways to say which tokens is given.
struct RevokeAgentOptions {
  std::string config;
  std::string id;
  std::string token;  // How the SHA-256 of the token begins; empty: not told.
  bool old = false;   // All but the last.
  bool all = false;
  bool json = false;
};

// Each prints to `out` and changes the file as ConfigFile does. A new token is printed once and
// kept nowhere; a running server takes the change over with SIGHUP.

Result<void, Failure> list_agents(const ListAgentsOptions& options, std::ostream& out);
// Wrong use when there is an agent of that id.
Result<void, Failure> add_agent(const AddAgentOptions& options, Random& random, std::ostream& out);
// The tokens that the agent has stay good.
Result<void, Failure> rotate_agent(const RotateAgentOptions& options, Random& random,
                                   std::ostream& out);
// Without a way to say which, the only token; wrong use when the agent has several. An agent
// without tokens stays in the file: it is let in no more, its orders are told on.
Result<void, Failure> revoke_agent(const RevokeAgentOptions& options, std::ostream& out);

}  // namespace till::cli
