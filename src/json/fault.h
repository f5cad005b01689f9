// Where a text stops being JSON: the parser only says that it does.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace till::json {

struct SyntaxFault {
  std::size_t line = 1;
  std::size_t column = 1;  // In characters.
  std::string what;        // "a comma or ] is missing"
};

// The first fault of the text; nothing when it is JSON of RFC 8259, whatever its numbers hold.
std::optional<SyntaxFault> find_syntax_fault(std::string_view text);

}  // namespace till::json
