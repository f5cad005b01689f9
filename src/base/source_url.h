// SourceUrl: the URL of something to fetch, which may hold a name and a password; and where a
// redirect from it leads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace till {

struct SourceUrl {
  std::string url;     // As parse_url() takes it, without name and password.
  Secret credentials;  // "name:password", with escapes undone; empty: none are given.
};

// Nothing unless the text is a URL as parse_url() takes it, perhaps with a name and a password in
// front of the host: https://name:password@host/path. A name needs no password.
std::optional<SourceUrl> parse_source_url(std::string_view text);

// To be shown to people and logged: without name, password and query, and of its path the end
// alone, since any of these may be a secret: https://host/…/feed.csv.
std::string shown_url(std::string_view url);

// Where a Location that came for `url` leads (RFC 3986, 5.2), without fragment; nothing when it is
// none, or holds a name or password.
std::optional<std::string> redirect_of(std::string_view url, std::string_view location);

// Do both lead to the same scheme, host and port? Never for a text that is no URL.
bool same_origin(std::string_view left, std::string_view right);

}  // namespace till
