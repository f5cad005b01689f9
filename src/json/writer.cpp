#include "json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/byte_words.h"

namespace till::json {
namespace {

using byte_words::first_of;

constexpr std::string_view kHex = "0123456789abcdef";
// The letters of the control characters that have one.
constexpr std::string_view kLetters{"\0\0\0\0\0\0\0\0btn\0fr", 14};

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Marks those of eight bytes that need an escape.
std::uint64_t marks_of(const char* bytes) {
  const std::uint64_t word = byte_words::load(bytes);
  return byte_words::mark_below(word, 0x20) | byte_words::mark_equal(word, '"') |
         byte_words::mark_equal(word, '\\');
}

bool has_escapes(std::string_view value) {
  std::size_t at = 0;
  for (; at + 8 <= value.size(); at += 8) {
    if (marks_of(value.data() + at) != 0) return true;
  }
  // What is left over is looked at together with bytes before it where there are some.
  if (at > 0) return marks_of(value.data() + value.size() - 8) != 0;
  return std::any_of(value.begin(), value.end(), [](char c) { return needs_escape(c); });
}

// Gathers what is appended, since a string grows faster by many bytes than by one.
class Pieces {
 public:
  explicit Pieces(std::string& out) : out_(out) {}
  Pieces(const Pieces&) = delete;
  Pieces& operator=(const Pieces&) = delete;
  ~Pieces() { out_.append(buffer_.data(), used_); }

  // Room for what one step puts: eight bytes and an escape.
  char* room() {
    if (used_ + 16 > buffer_.size()) {
      out_.append(buffer_.data(), used_);
      used_ = 0;
    }
    return buffer_.data() + used_;
  }
  void put(std::size_t bytes) { used_ += bytes; }

  void put_escape(char c) {
    char* const at = room();
    const auto byte = static_cast<unsigned char>(c);
    const char letter = byte < kLetters.size() ? kLetters[byte] : '\0';
    at[0] = '\\';
    at[1] = byte >= 0x20 ? c : letter != '\0' ? letter : 'u';
    if (at[1] != 'u') return put(2);
    at[2] = at[3] = '0';
    at[4] = kHex[byte >> 4U];
    at[5] = kHex[byte & 15U];
    put(6);
  }

 private:
  std::string& out_;
  std::size_t used_ = 0;
  std::array<char, 512> buffer_;
};

}  // namespace

void append_escaped(std::string& out, std::string_view value) {
  if (!has_escapes(value)) {
    out.append(value);
    return;
  }
  Pieces pieces(out);
  const char* at = value.data();
  const char* const end = at + value.size();
  while (end - at >= 8) {
    const std::uint64_t marks = marks_of(at);
    const std::size_t plain = marks == 0 ? 8 : first_of(marks);
    std::memcpy(pieces.room(), at, 8);
    pieces.put(plain);
    at += plain;
    if (marks != 0) pieces.put_escape(*at++);
  }
  for (; at != end; ++at) {
    if (needs_escape(*at)) {
      pieces.put_escape(*at);
    } else {
      *pieces.room() = *at;
      pieces.put(1);
    }
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
  if (has_escapes(value)) return escaped_text(value);
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
