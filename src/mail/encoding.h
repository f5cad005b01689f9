// How text travels in mail: RFC 2047 for headers, quoted-printable (RFC 2045) for bodies. Pure.
// What comes out is ASCII, whatever goes in.
#pragma once

#include <string>
#include <string_view>

namespace till::mail {

// "NAME: VALUE\r\n", folded to at most 76 columns. What is hidden or ends a line is no part of it,
// so that a value can neither begin another header nor end them.
std::string header_line(std::string_view name, std::string_view value);

// The words that stand before an address, as header_line() writes a value; empty for none.
std::string display_name(std::string_view name);

// Lines of at most 76 columns that end with \r\n, none of which begins with a dot. A line of `text`
// ends with \n.
std::string quoted_printable(std::string_view text);

}  // namespace till::mail
