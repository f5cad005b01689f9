// Where a text stops being JSON: the parser only says that it does. Private to the embedded
// catalogue.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace till::commerce {

struct JsonFault {
  std::size_t line = 1;
  std::size_t column = 1;  // In characters.
  std::string what;        // "a comma or ] is missing"
};

// The first fault of the text; nothing when it is JSON of RFC 8259, whatever its numbers hold.
std::optional<JsonFault> find_json_fault(std::string_view text);

}  // namespace till::commerce
