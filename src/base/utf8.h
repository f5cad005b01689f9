// Characters of a text that is valid UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace till {

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  // In bytes; 0 at the end of the text.
};

// The first character of the text. A byte that begins none stands for itself.
constexpr Character first_character(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [text](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) & 0x3FU : 0U;
  };
  const unsigned lead = static_cast<unsigned char>(text[0]);
  if (lead >= 0xF0 && text.size() >= 4) {
    return {(lead & 0x07U) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3), 4};
  }
  if (lead >= 0xE0 && lead < 0xF0 && text.size() >= 3) {
    return {(lead & 0x0FU) << 12 | byte(1) << 6 | byte(2), 3};
  }
  if (lead >= 0xC0 && lead < 0xE0 && text.size() >= 2) return {(lead & 0x1FU) << 6 | byte(1), 2};
  return {lead, 1};
}

// The last one.
constexpr Character last_character(std::string_view text) {
  std::size_t begin = text.empty() ? 0 : text.size() - 1;
  while (begin > 0 && text.size() - begin < 4 &&
         (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
    --begin;
  }
  return first_character(text.substr(begin));
}

// Is the whole text UTF-8: no byte out of place, none of a character that fewer bytes hold?
constexpr bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character next = first_character(text);
    const unsigned lead = static_cast<unsigned char>(text[0]);
    if (next.size == 1 && lead >= 0x80) return false;
    for (std::size_t at = 1; at < next.size; ++at) {
      if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) return false;
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = next.code >= 0xD800 && next.code <= 0xDFFF;
    if (next.code < kLeast[next.size] || next.code > 0x10FFFF || surrogate) return false;
    if (lead >= 0xF8) return false;
    text.remove_prefix(next.size);
  }
  return true;
}

// Spaces, line ends and marks that show nothing; control characters are none.
constexpr bool is_blank(char32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 ||
         code == 0xAD || code == 0x1680 || code == 0x180E || (code >= 0x2000 && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) ||
         code == 0x3000 || code == 0xFEFF;
}

}  // namespace till
