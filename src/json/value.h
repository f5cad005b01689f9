// Document and Value: a text read as JSON, and a value within it. What is absent or of another type
// reads as empty; who must say what is wrong and where reads through json/node.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace till::json {

enum class Kind : std::uint8_t {
  absent,
  null,
  boolean,
  integer,
  natural,  // An integer beyond std::int64_t that std::uint64_t holds.
  large,    // An integer that no 64 bits hold.
  real,
  text,
  list,
  object
};

template <class Item>
class Range;
struct Member;

// A value of a document, or nothing. Valid while its Document lives and reads no other text. Small:
// pass it by value.
class Value {
 public:
  Value() = default;  // Absent.

  Kind kind() const { return kind_; }
  bool absent() const { return kind_ == Kind::absent; }
  bool is_null() const { return kind_ == Kind::null; }
  // Neither absent nor null.
  bool given() const { return kind_ > Kind::null; }
  bool is_boolean() const { return kind_ == Kind::boolean; }
  bool is_text() const { return kind_ == Kind::text; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_object() const { return kind_ == Kind::object; }

  // The first member of that name; absent when there is none, or this is no object.
  Value at(std::string_view name) const;
  // None when it is no list, or no object.
  Range<Value> entries() const;
  Range<Member> members() const;

  // Empty when it is no text.
  std::string_view text() const;
  // False when it is no boolean.
  bool flag() const;
  // An integer that fits, without point and exponent.
  std::optional<std::int64_t> whole() const;
  // 0 unless it is of the kind.
  std::uint64_t natural() const;
  double real() const;
  // The digits of one, with its sign; empty for all else.
  std::string_view large() const;
  // In one line, without blanks; empty when absent.
  std::string json() const;

 private:
  friend struct Access;
  // What the parser calls an element, which the parser's header alone can read.
  std::array<std::uintptr_t, 2> place_{};
  Kind kind_ = Kind::absent;
  bool large_integers_ = false;  // Texts with the mark of json/large_integers.h are integers.
};

struct Member {
  std::string_view name;
  Value value;
};

// The entries of a list, or the members of an object, in the order of the text.
template <class Item>
class Range {
 public:
  class Iterator {
   public:
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    Item operator*() const;
    Iterator& operator++();
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    friend struct Access;
    std::array<std::uintptr_t, 2> place_{};
    bool large_integers_ = false;
  };

  Iterator begin() const { return begin_; }
  Iterator end() const { return end_; }
  bool empty() const { return begin_ == end_; }
  // Counted up to 16,777,215.
  std::size_t size() const { return size_; }

 private:
  friend struct Access;
  Iterator begin_, end_;
  std::size_t size_ = 0;
};

template <>
Value Range<Value>::Iterator::operator*() const;
template <>
Range<Value>::Iterator& Range<Value>::Iterator::operator++();
template <>
Member Range<Member>::Iterator::operator*() const;
template <>
Range<Member>::Iterator& Range<Member>::Iterator::operator++();

// Why a text is not acceptable: a part of a sentence.
struct Unreadable {
  std::string why;
};

// Owns what its values refer to. Its buffers are used again for the next text. One thread.
class Document {
 public:
  Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  // The value of the whole text, which may go away afterwards. It is UTF-8 and nested at most 1024
  // deep; integers may be of any size; keys may stand twice.
  Result<Value, Unreadable> parse(std::string_view text);
  // Of the longest text that its buffers hold, in bytes.
  std::size_t capacity() const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// Some tools and editors begin files with a mark, which is no part of the JSON (RFC 8259 8.1).
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace till::json
