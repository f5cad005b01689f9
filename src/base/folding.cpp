#include "base/folding.h"

#include "base/utf8.h"

namespace till {
namespace {

bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }
bool is_lower(char32_t code) { return code >= 'a' && code <= 'z'; }
bool is_upper(char32_t code) { return code >= 'A' && code <= 'Z'; }

// Each letter from U+00C0 to U+017F without its accent; a dot: it takes two, or is no letter.
constexpr std::string_view kLatin =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
    "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// Letters beyond, which names of places use: Romanian, Azerbaijani, Vietnamese and romanized ones.
constexpr struct {
  char32_t first;
  char32_t last;
  char letter;
} kFurther[] = {
    {0x1A0, 0x1A1, 'o'},   {0x1AF, 0x1B0, 'u'},   {0x1CD, 0x1CE, 'a'},   {0x1CF, 0x1D0, 'i'},
    {0x1D1, 0x1D2, 'o'},   {0x1D3, 0x1DC, 'u'},   {0x1DD, 0x1DD, 'e'},   {0x218, 0x219, 's'},
    {0x21A, 0x21B, 't'},   {0x259, 0x259, 'e'},   {0x18F, 0x18F, 'e'},   {0x1E0A, 0x1E13, 'd'},
    {0x1E20, 0x1E21, 'g'}, {0x1E22, 0x1E2B, 'h'}, {0x1E30, 0x1E35, 'k'}, {0x1E36, 0x1E3D, 'l'},
    {0x1E3E, 0x1E43, 'm'}, {0x1E44, 0x1E4B, 'n'}, {0x1E58, 0x1E5F, 'r'}, {0x1E60, 0x1E69, 's'},
    {0x1E6A, 0x1E71, 't'}, {0x1E8E, 0x1E8F, 'y'}, {0x1E90, 0x1E95, 'z'}, {0x1EA0, 0x1EB7, 'a'},
    {0x1EB8, 0x1EC7, 'e'}, {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'}, {0x1EE4, 0x1EF1, 'u'},
    {0x1EF2, 0x1EF9, 'y'},
};

std::string_view two_letters(char32_t code) {
  switch (code) {
    case 0xC6:
    case 0xE6: return "ae";
    case 0xDE:
    case 0xFE: return "th";
    case 0xDF: return "ss";
    case 0x132:
    case 0x133: return "ij";
    case 0x152:
    case 0x153: return "oe";
    default: return {};
  }
}

// Wide forms of ASCII stand for ASCII.
char32_t narrow(char32_t code) { return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code; }

bool is_punctuation(char32_t code) {
  return code < 0xC0 || code == 0xD7 || code == 0xF7 || (code >= 0x2B0 && code <= 0x36F) ||
         (code >= 0x2010 && code <= 0x205E) || (code >= 0x3001 && code <= 0x3003) ||
         code == 0x30FB || is_blank(code);
}

void append_letter(char32_t code, std::string_view bytes, std::string& out) {
  if (is_upper(code)) code += 'a' - 'A';
  if (is_lower(code) || is_digit(code)) {
    out += static_cast<char>(code);
    return;
  }
  if (code == '&') out += "and";
  if (is_punctuation(code)) return;
  const std::size_t latin = code - 0xC0;
  if (latin < kLatin.size() && kLatin[latin] != '.') {
    out += kLatin[latin];
    return;
  }
  if (const auto two = two_letters(code); !two.empty()) {
    out += two;
    return;
  }
  for (const auto& [first, last, letter] : kFurther) {
    if (code >= first && code <= last) {
      out += letter;
      return;
    }
  }
  out += bytes;
}

}  // namespace

std::string folded_name(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const auto [code, size] = first_character(text);
    append_letter(narrow(code), text.substr(0, size), folded);
    text.remove_prefix(size);
  }
  return folded;
}

std::string folded_postal_code(std::string_view text) {
  std::string folded = folded_name(text);
  for (char& c : folded) {
    if (is_lower(static_cast<unsigned char>(c))) c = static_cast<char>(c - 'a' + 'A');
  }
  return folded;
}

}  // namespace till
