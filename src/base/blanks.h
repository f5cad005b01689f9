// Blanks around what people type or paste: spaces and line ends, in whatever alphabet.
#pragma once

#include <string_view>

namespace till {

// The text without blanks at its ends: spaces of Unicode, line ends, marks without width.
// A view into `text`, which is UTF-8.
std::string_view trimmed(std::string_view text);

}  // namespace till
