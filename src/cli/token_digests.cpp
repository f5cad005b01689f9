#include "cli/token_digests.h"

namespace till::cli {

Digest TokenDigests::read(const TomlSection& section, const char* key, const std::string& text) {
  const auto digest = digest_from_hex(text);
  if (!digest) section.fail(key, "the SHA-256 of a token in 64 hexadecimal digits");
  if (*digest == sha256("")) {
    section.fail(key, "the SHA-256 of a token; this is the one of the empty text");
  }
  const auto [holder, is_new] = holders_.try_emplace(*digest, section.name_of(key));
  if (!is_new) {
    section.fail(key, "a token's that nobody else has; " + holder->second + " has the same");
  }
  return *digest;
}

}  // namespace till::cli
