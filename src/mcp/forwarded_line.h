// What a line needs to go on over HTTP.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "net/http_types.h"

namespace till::mcp {

// The headers that a POST of this line has besides those of every POST; nothing for a line of the
// legacy era, which goes on within its session. What no header can hold is left out: the server
// says what is wrong then.
std::optional<std::vector<net::Header>> headers_to_post(std::string_view line);

}  // namespace till::mcp
