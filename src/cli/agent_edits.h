// Agents in the text of a till.toml: added, given a token, and let go of one. Pure; whoever saves
// what comes of it reads it once more as a whole config. Private to cli.
#pragma once

#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"

namespace till::cli {

// Is it fit to be a new agent's id: 1 to 64 letters, digits, dots, hyphens and underscores?
bool is_agent_id(std::string_view id);

// Each gives the whole text after the change, which leaves everything else as it was written, or
// refuses with a sentence. `text` is a sound config.

// With another [[agents]] at the end.
Result<std::string, std::string> with_agent(std::string_view text, const std::string& id,
                                            const Digest& token);
// With the token as the last of the agent's.
Result<std::string, std::string> with_token(std::string_view text, const std::string& id,
                                            const Digest& token);
// Without that token of the agent's.
Result<std::string, std::string> without_token(std::string_view text, const std::string& id,
                                               const Digest& token);

}  // namespace till::cli
