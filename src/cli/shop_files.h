// The texts `till init` writes: till.toml and catalog.json.
#pragma once

#include <string>
#include <string_view>

#include "base/digest.h"
#include "cli/endpoint.h"

namespace till::cli {

// What differs between one new shop and another.
struct NewShop {
  Endpoint listen;
  Endpoint admin_listen;
  std::string webhook_url;              // Empty: none yet.
  bool webhook_over_local_tls = false;  // The receiver's certificate is of this shop's authority.
  std::string store_url;
  bool plaintext = false;
  Digest agent_token{};
  Digest admin_token{};
};

// A till.toml with every key and what it is for.
std::string config_text(const NewShop& shop);

// The demo shop.
std::string_view catalog_text();

}  // namespace till::cli
