// ShopFacts: what only the disk and the clock tell of a shop, for findings_of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/certificates.h"
#include "cli/config.h"

namespace till::cli {

struct ShopFacts {
  Timestamp now;
  std::string config_path;
  bool config_readable = false;       // By others than its owner.
  std::vector<std::string> readable;  // Files with secrets that others can read.
  bool demo_catalog = false;          // The one that `till init` writes.
  std::optional<CertificateFacts>
      certificate;  // Nothing for plain HTTP, and when it is unreadable.
};

// Reads and changes nothing. What is not there has no facts.
ShopFacts look_at_shop(const Config& config, const std::string& config_path, Timestamp now);

// Where buyers and agents reach the shop: the host of public_url, or the address listened on.
std::string public_host(const Config& config);

}  // namespace till::cli
