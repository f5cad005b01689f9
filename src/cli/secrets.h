// Secrets made for a new shop.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "base/secret.h"

namespace till::cli {

// `prefix` and 32 random bytes in base64url.
Secret make_token(std::string_view prefix, Random& random);

}  // namespace till::cli
