#include "json/writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "base/byte_words.h"
#include "base/ensure.h"

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

// Sixteen bytes that are looked at together.
using Block [[gnu::vector_size(16)]] = unsigned char;

bool holds_escapes(const char* bytes) {
  Block block;
  std::memcpy(&block, bytes, sizeof block);
  const auto found = (block < 0x20) | (block == '"') | (block == '\\');
  const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(found);
  return (halves[0] | halves[1]) != 0;
}

bool has_escapes(std::string_view value) {
  const char* at = value.data();
  const char* const end = at + value.size();
  // What is left over is looked at together with bytes before it where there are some.
  if (value.size() >= sizeof(Block)) {
    for (; end - at > static_cast<std::ptrdiff_t>(sizeof(Block)); at += sizeof(Block)) {
      if (holds_escapes(at)) return true;
    }
    return holds_escapes(end - sizeof(Block));
  }
  if (value.size() >= 8) return (marks_of(at) | marks_of(end - 8)) != 0;
  return std::any_of(at, end, [](char c) { return needs_escape(c); });
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

// A value or member with what surrounds it, put together and appended at once: a string grows
// faster by many bytes than by a few, and most values are short.
class Piece {
 public:
  static constexpr std::size_t kMost = 224;  // Of names and texts together.

  Piece(std::string& out, bool first) : out_(out) {
    *end_ = ',';
    if (!first) ++end_;
  }
  Piece(const Piece&) = delete;
  Piece& operator=(const Piece&) = delete;
  ~Piece() { out_.append(bytes_.data(), static_cast<std::size_t>(end_ - bytes_.data())); }

  Piece& put(char c) {
    *end_++ = c;
    return *this;
  }
  Piece& put(std::int64_t number) {
    end_ = std::to_chars(end_, bytes_.data() + bytes_.size(), number).ptr;
    return *this;
  }
  Piece& put_quoted(std::string_view plain) {
    *end_++ = '"';
    end_ = std::copy(plain.begin(), plain.end(), end_);
    *end_++ = '"';
    return *this;
  }

 private:
  std::string& out_;
  std::array<char, kMost + 32> bytes_;  // Not initialized: all that is appended was put.
  char* end_ = bytes_.data();
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
    char* const to = pieces.room();
    std::memcpy(to, at, 8);
    const std::size_t plain = marks == 0 ? 8 : first_of(marks);
    at += plain;
    if (marks == 0) {
      pieces.put(plain);
    } else if (static_cast<unsigned char>(*at) < 0x20) {
      pieces.put(plain);
      pieces.put_escape(*at++);
    } else {  // A quote or a backslash, of which JSON within a text has many.
      to[plain] = '\\';
      to[plain + 1] = *at++;
      pieces.put(plain + 2);
    }
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

Writer& Writer::open(char bracket) {
  Piece piece(out_, first_);
  piece.put(bracket);
  first_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  TILL_ENSURE(name.size() <= Piece::kMost);
  Piece piece(out_, first_);
  piece.put_quoted(name).put(':');
  first_ = true;
  return *this;
}

Writer& Writer::escaped_key(std::string_view name) {
  if (name.size() <= Piece::kMost && !has_escapes(name)) return key(name);
  long_text(name);
  out_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  if (value.size() > Piece::kMost || has_escapes(value)) return long_text(value);
  Piece piece(out_, first_);
  piece.put_quoted(value);
  first_ = false;
  return *this;
}

Writer& Writer::long_text(std::string_view value) {
  open('"');
  append_escaped(out_, value);
  return close('"');
}

Writer& Writer::integer(std::int64_t value) {
  Piece piece(out_, first_);
  piece.put(value);
  first_ = false;
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  if (!first_) out_ += ',';
  out_.append(json);
  first_ = false;
  return *this;
}

Writer& Writer::member(std::string_view name, std::string_view value) {
  if (name.size() + value.size() > Piece::kMost || has_escapes(value)) {
    return key(name).text(value);
  }
  Piece piece(out_, first_);
  piece.put_quoted(name).put(':').put_quoted(value);
  first_ = false;
  return *this;
}

Writer& Writer::member(std::string_view name, std::int64_t value) {
  TILL_ENSURE(name.size() <= Piece::kMost);
  Piece piece(out_, first_);
  piece.put_quoted(name).put(':').put(value);
  first_ = false;
  return *this;
}

}  // namespace till::json
