// From where a request came when proxies that are known stand between.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http_types.h"

namespace till::net {

// The address behind `connected`, from where the connection came. What X-Forwarded-For says counts
// only as far as proxies of `trusted` networks wrote it: its entries are read from the right, as
// each proxy appends whom it heard, up to the first that is no such proxy. An entry that is no
// address ends the search at the proxy that wrote it. Any thread may call.
std::string peer_address(std::string_view connected, const std::vector<Header>& headers,
                         const std::vector<std::string>& trusted);

}  // namespace till::net
