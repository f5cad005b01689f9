// RemoteBackend: the shop's own backend, and the catalogue in a file for what it does not do.
#pragma once

#include <memory>
#include <string>

#include "assembly/backends.h"
#include "commerce/remote/backend_client.h"

namespace till::assembly {

// How the backend of the config is asked.
commerce::remote::BackendOptions backend_options(const cli::BackendConfig& config);
commerce::remote::BackendSecrets backend_secrets(const cli::BackendConfig& config);

// Refused when its authorities cannot be read.
Result<std::unique_ptr<Backend>, std::string> make_remote_backend(const cli::Config& config,
                                                                  const BackendParts& parts);

}  // namespace till::assembly
