// RemoteBackend: the shop's own backend, and the catalogue in a file for what it does not do.
#pragma once

#include <memory>
#include <string>

#include "assembly/backends.h"

namespace till::assembly {

// Refused when its authorities cannot be read.
Result<std::unique_ptr<Backend>, std::string> make_remote_backend(const cli::Config& config,
                                                                  const BackendParts& parts);

}  // namespace till::assembly
