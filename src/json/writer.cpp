#include "json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace till::json {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Whether one of eight bytes needs an escape: each test leaves the top bit of such a byte set.
bool any_needs_escape(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kTops = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t quotes = word ^ (kOnes * '"');
  const std::uint64_t slashes = word ^ (kOnes * '\\');
  const std::uint64_t found = ((word - kOnes * 0x20) & ~word) | ((quotes - kOnes) & ~quotes) |
                              ((slashes - kOnes) & ~slashes);
  return (found & kTops) != 0;
}

// Where the next byte that needs an escape is, from `at` on; the end when there is none.
std::size_t find_escape(std::string_view value, std::size_t at) {
  while (at + 8 <= value.size() && !any_needs_escape(value.data() + at)) at += 8;
  while (at < value.size() && !needs_escape(value[at])) ++at;
  return at;
}

void append_one_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
}

}  // namespace

void append_escaped(std::string& out, std::string_view value) {
  std::size_t at = 0;
  while (true) {
    const std::size_t escape = find_escape(value, at);
    out.append(value, at, escape - at);
    if (escape == value.size()) return;
    append_one_escape(out, value[escape]);
    at = escape + 1;
  }
}

// Room for what comes next behind its comma, to be filled whole: one growth a value is measurably
// cheaper than one a piece.
char* Writer::extend(std::size_t size) {
  const std::size_t comma = first_ ? 0 : 1;
  const std::size_t before = out_.size();
  out_.resize(before + comma + size, ',');
  return out_.data() + before + comma;
}

Writer& Writer::open(char bracket) {
  *extend(1) = bracket;
  first_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  char* at = extend(name.size() + 3);
  *at++ = '"';
  at = std::copy(name.begin(), name.end(), at);
  *at++ = '"';
  *at = ':';
  first_ = true;
  return *this;
}

Writer& Writer::escaped_key(std::string_view name) {
  text(name);
  out_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  if (find_escape(value, 0) < value.size()) return escaped_text(value);
  char* at = extend(value.size() + 2);
  *at++ = '"';
  *std::copy(value.begin(), value.end(), at) = '"';
  first_ = false;
  return *this;
}

Writer& Writer::escaped_text(std::string_view value) {
  *extend(1) = '"';
  append_escaped(out_, value);
  return close('"');
}

Writer& Writer::integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

Writer& Writer::raw(std::string_view json) {
  std::copy(json.begin(), json.end(), extend(json.size()));
  first_ = false;
  return *this;
}

}  // namespace till::json
