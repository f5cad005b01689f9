#include "base/visible.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/byte_words.h"

namespace till {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

struct CodePoint {
  std::uint32_t code = kReplacement;
  std::size_t bytes = 1;
  bool valid = false;
};

// The character that a text begins with; one byte of it when that is no UTF-8.
CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0x7fU >> bytes);
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xc0U) != 0x80) return {};
    code = (code << 6U) | (byte(at) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[bytes] || code > 0x10ffff || surrogate) return {};
  return {code, bytes, true};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array kHidden{
    Range{0x00, 0x1f},       Range{0x7f, 0x9f},      // Control characters.
    Range{0xad, 0xad},       Range{0x61c, 0x61c},    // Soft hyphen; Arabic letter mark.
    Range{0x180e, 0x180e},   Range{0x200b, 0x200f},  // Without width; marks of direction.
    Range{0x2028, 0x202e},   Range{0x2060, 0x206f},  // Ends of lines; embeddings and isolates.
    Range{0xfeff, 0xfeff},   Range{0xfff9, 0xfffb},  // Byte order mark; annotations.
    Range{0xe0000, 0xe0fff},                         // Tags.
};

bool is_hidden(std::uint32_t code) {
  return std::any_of(kHidden.begin(), kHidden.end(), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

// How many bytes at the beginning of a text are printable and of ASCII.
std::size_t plain_bytes(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t word = byte_words::load(text.data() + at);
    const auto marks = byte_words::mark_below(word, ' ') | byte_words::mark_from(word, 0x7f);
    if (marks != 0) return at + byte_words::first_of(marks);
  }
  while (at < text.size() && text[at] >= ' ' && text[at] < '\x7f') ++at;
  return at;
}

void append_unit(std::string& out, std::uint32_t unit) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 15U];
}

void append_code(std::string& out, std::uint32_t code) {
  if (code < 0x10000) return append_unit(out, code);
  append_unit(out, 0xd800 + ((code - 0x10000) >> 10U));
  append_unit(out, 0xdc00 + ((code - 0x10000) & 0x3ffU));
}

}  // namespace

void append_visible(std::string& out, std::string_view text, std::string_view kept) {
  while (!text.empty()) {
    const std::size_t plain = plain_bytes(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint character = first_of(text);
    const bool shown = character.valid && !is_hidden(character.code);
    if (shown || kept.find(text.front()) != std::string_view::npos) {
      out.append(text.substr(0, character.bytes));
    } else {
      append_code(out, character.code);
    }
    text.remove_prefix(character.bytes);
  }
}

std::string visible(std::string_view text) {
  std::string out;
  append_visible(out, text);
  return out;
}

std::string without_hidden(std::string_view text) {
  constexpr std::string_view kBlanks = "\t\r\n\v\f";
  std::string out;
  while (!text.empty()) {
    const std::size_t plain = plain_bytes(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint character = first_of(text);
    if (kBlanks.find(text.front()) != std::string_view::npos) {
      out += ' ';
    } else if (character.valid && !is_hidden(character.code)) {
      out.append(text.substr(0, character.bytes));
    }
    text.remove_prefix(character.bytes);
  }
  return out;
}

bool is_visible(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(plain_bytes(text));
    if (text.empty()) return true;
    const CodePoint character = first_of(text);
    if (!character.valid || is_hidden(character.code)) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

}  // namespace till
