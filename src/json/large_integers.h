// Integers of JSON that no 64 bits hold. The parsers that Till uses refuse them, JSON does not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace till::json {

// What begins a text that stands for such an integer once it is parsed: U+FFFF, which is no
// character.
inline constexpr std::string_view kLargeIntegerMark = "\xEF\xBF\xBF";

// The same JSON with a text of the mark and the digits in the place of each such integer. Nothing
// when it has none, or holds the mark already, in whatever spelling.
std::optional<std::string> with_large_integers_as_texts(std::string_view json);

}  // namespace till::json
