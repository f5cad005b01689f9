// Private to this folder.
#pragma once

#include <cstddef>
#include <string_view>

namespace till::mail {

// The beginning of a text that is UTF-8, at most so many bytes, no character cut in two.
inline std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace till::mail
