// TokenDigests: the digests of bearer tokens in a till.toml, so that each opens one door for one
// holder. Private to cli; throws a ConfigFault, as TomlSection does.
#pragma once

#include <map>
#include <string>

#include "base/digest.h"
#include "cli/toml_section.h"

namespace till::cli {

class TokenDigests {
 public:
  // The digest that is written as `text` under `key`. A fault when it is none, when it is that of
  // the empty text, which would open the shop to those who send no token, or when another agent or
  // operator has it already.
  Digest read(const TomlSection& section, const char* key, const std::string& text);

 private:
  std::map<Digest, std::string> holders_;  // The key that each was read from.
};

}  // namespace till::cli
