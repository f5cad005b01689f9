// `till init`: a new shop in a folder.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "cli/failure.h"

namespace till::cli {

struct InitOptions {
  std::string folder;
  std::string listen = "127.0.0.1:8443";
  std::string admin_listen = "127.0.0.1:9464";
  std::string webhook_url;  // Empty: none.
  std::string store_url = "sqlite:till.db";
  bool plaintext = false;
  bool force = false;
  bool json = false;  // What to print is JSON.
};

// Writes the shop's files and gives what to print. Refused with wrong use, before anything is
// written, when an option is not usable or a file exists without `force`.
Result<std::string, Failure> init_shop(const InitOptions& options, const Clock& clock,
                                       Random& random);

}  // namespace till::cli
