// Looking into the bodies of the admin API.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

namespace till::console {

// What stands at a pointer: a text itself, anything else as JSON; empty when nothing does.
inline std::string raw_at(std::string_view body, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const auto error = parser.parse(simdjson::padded_string(body)).at_pointer(pointer).get(element);
  if (error != simdjson::SUCCESS) return {};
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(element);
}

}  // namespace till::console
