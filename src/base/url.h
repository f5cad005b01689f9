// Url: the parts of an absolute http or https URL that a client needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till {

struct Url {
  bool tls = false;
  std::string host;  // Without brackets.
  std::uint16_t port = 0;
  std::string target;  // Path and query; "/" when the URL has none.
  // The value of a Host header: the port only when it is not the scheme's.
  std::string authority() const;
};

// Nothing unless the text is http://host[:port][/…] or https://…, without user information or
// fragment, in printable ASCII.
std::optional<Url> parse_url(std::string_view text);

// Is the text a URL to show to people? An http or https URL as parse_url() takes it, perhaps with a
// fragment, spelled by RFC 3986 and of at most limits::kUrlBytes.
bool is_web_link(std::string_view text);

// The text as part of a query: all but letters, digits and -._~ as %XX.
std::string escape_query(std::string_view text);

// What a text with escapes as %XX means; nothing when one of them is broken.
std::optional<std::string> unescape(std::string_view text);

}  // namespace till
