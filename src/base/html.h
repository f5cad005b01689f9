// Text as HTML.
#pragma once

#include <string>
#include <string_view>

namespace till {

// The text as HTML shows it, also inside an attribute in quotes.
std::string escaped(std::string_view text);

}  // namespace till
