// Settings: what a till.toml says, key by key, to tell what another reading of it changed. Holds
// digests alone, so that no secret can come out of it.
#pragma once

#include <toml++/toml.h>
#include <map>
#include <string>
#include <vector>

#include "base/digest.h"

namespace till::cli {

// The digest of each value by its full key, such as limits.burst or agents[0].id.
using Settings = std::map<std::string, Digest>;

// Of a value that ends in _file the file's content counts as well; `folder` is where it is seen
// from.
Settings settings_of(const toml::table& table, const std::string& folder);

// The keys whose values differ and that a running server does not take over at SIGHUP, in order:
// all but those of agents and operators, and the secrets of payment providers and the backend.
std::vector<std::string> changed_at_restart(const Settings& running, const Settings& written);

}  // namespace till::cli
