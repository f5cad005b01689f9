// The bearer token of a request (RFC 6750), read in one way wherever one is compared.
#pragma once

#include <optional>
#include <string_view>

#include "net/http_types.h"

namespace till::net {

// The token, never empty; it lives as long as the request. Nothing when the request carries no
// Authorization, several, another scheme, or a scheme without a token: an absent token is no text
// that could be hashed and compared.
std::optional<std::string_view> bearer_token(const Request& request);

}  // namespace till::net
