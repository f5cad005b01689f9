#include "mail/encoding.h"

#include <algorithm>

#include "base/digest.h"
#include "base/visible.h"
#include "mail/first_bytes.h"

namespace till::mail {
namespace {

constexpr std::size_t kColumns = 76;
constexpr std::size_t kValueBytes = 400;
// Of an encoded word, so that one behind the longest name of ours fits into a line.
constexpr std::size_t kWordBytes = 36;

bool is_plain(std::string_view text) {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return ascii && text.find("=?") == std::string_view::npos;
}

std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view part = first_bytes(text, kWordBytes);
    if (!out.empty()) out += "\r\n ";
    out += "=?utf-8?B?" + to_base64(part) + "?=";
    text.remove_prefix(part.size());
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string plain = without_hidden(text);
  plain = first_bytes(plain, kValueBytes);
  const std::size_t first = plain.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return plain.substr(first, plain.find_last_not_of(' ') - first + 1);
}

bool is_atom_text(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
         c == '-' || c == '_';
}

void append_escape(std::string& line, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  line += '=';
  line += kHex[byte >> 4U];
  line += kHex[byte & 15U];
}

void append_line(std::string& out, std::string_view text) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool blank_at_end = at + 1 == text.size() && c == ' ';
    std::string piece;
    if (c >= ' ' && c <= '~' && c != '=' && !blank_at_end && !(column == 0 && c == '.')) {
      piece = c;
    } else {
      append_escape(piece, c);
    }
    const std::size_t room = at + 1 == text.size() ? kColumns : kColumns - 1;
    if (column + piece.size() > room) {
      out += "=\r\n";
      column = 0;
      if (piece == ".") append_escape(piece = {}, c);
    }
    out += piece;
    column += piece.size();
  }
  out += "\r\n";
}

}  // namespace

std::string header_line(std::string_view name, std::string_view value) {
  const std::string plain = one_line(value);
  std::string line(name);
  line += ": ";
  const bool fits = line.size() + plain.size() <= kColumns;
  line += fits && is_plain(plain) ? plain : encoded_words(plain);
  return line + "\r\n";
}

std::string display_name(std::string_view name) {
  std::string plain = one_line(name);
  const bool fits = plain.size() <= kWordBytes;
  if (fits && std::all_of(plain.begin(), plain.end(), is_atom_text)) return plain;
  return encoded_words(plain);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_line(out, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace till::mail
