// Archives: one description of a value's fields both writes and reads it, so that the two cannot
// drift. Integers are varints, texts carry their length. Private to store.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/secret.h"

namespace till::store::codec {

template <class S, class T>
concept Like = std::same_as<std::remove_const_t<S>, T>;

// The first and the last value of an enumeration without gaps; what lies beyond is refused.
template <class Enum>
inline constexpr Enum kFirst = Enum{};
template <class Enum>
inline constexpr Enum kLast = Enum{};

// The value of that number, or nothing when there is none.
template <class Enum>
std::optional<Enum> enumerator(std::uint64_t number) {
  const bool known = number >= static_cast<std::uint64_t>(kFirst<Enum>) &&
                     number <= static_cast<std::uint64_t>(kLast<Enum>);
  return known ? std::optional(static_cast<Enum>(number)) : std::nullopt;
}

// The format that is written. Fields of a later format than a value's are left as they are.
inline constexpr std::uint64_t kFormat = 13;

// Puts values one behind the other. Reads nothing and never fails.
class Writer {
 public:
  explicit Writer(std::uint64_t format = kFormat) : format_(format) {}
  std::uint64_t format() const { return format_; }

  // All that was put, once.
  std::string take() {
    bytes_.resize(used_);
    return std::move(bytes_);
  }

  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }

 private:
  // Room for so many bytes more, to be filled: most values are single bytes, which a text takes up
  // slowly.
  char* extend(std::size_t more) {
    if (bytes_.size() - used_ < more) grow(more);
    char* const at = bytes_.data() + used_;
    used_ += more;
    return at;
  }
  [[gnu::noinline]] void grow(std::size_t more) { bytes_.resize(2 * bytes_.size() + more); }
  void put_byte(unsigned char byte) { *extend(1) = static_cast<char>(byte); }
  void put_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) put_byte(static_cast<unsigned char>(value | 0x80));
    put_byte(static_cast<unsigned char>(value));
  }
  void put_bytes(const void* bytes, std::size_t size) {
    if (size > 0) std::memcpy(extend(size), bytes, size);
  }
  void put(bool value) { put_byte(value ? 1 : 0); }
  void put(std::uint64_t value) { put_varint(value); }
  void put(std::int64_t value) {  // Zigzag: small negative numbers stay short.
    put_varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void put(const std::string& value) {
    put_varint(value.size());
    put_bytes(value.data(), value.size());
  }
  void put(const Secret& value) { put(value.reveal()); }
  void put(Amount value) { put(value.minor); }
  void put(Timestamp value) { put(value.ms); }
  template <std::size_t size>
  void put(const std::array<std::uint8_t, size>& bytes) {
    put_bytes(bytes.data(), size);
  }
  template <class Tag>
  void put(const Id<Tag>& id) {
    put(id.bytes);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void put(Enum value) {
    put_varint(static_cast<std::uint64_t>(value));
  }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put_varint(values.size());
    for (const T& value : values) put(value);
  }
  template <class T>
  void put(const std::map<std::string, T>& values) {
    put_varint(values.size());
    for (const auto& [name, value] : values) (*this)(name, value);
  }
  template <class T>
    requires std::is_class_v<T>
  void put(const T& value) {
    fields(*this, value);
  }

  std::string bytes_ = std::string(1024, '\0');  // Of which the first `used_` were put.
  std::size_t used_ = 0;
  std::uint64_t format_;
};

// Takes values from bytes that may be anything; after the first fault everything reads empty.
class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  // Everything was well formed and nothing is left.
  bool finished() const { return ok_ && in_.empty(); }
  bool ok() const { return ok_; }
  // The format of what is read; the newest until told.
  std::uint64_t format() const { return format_; }
  void set_format(std::uint64_t format) { format_ = format; }

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }

 private:
  void fail() {
    ok_ = false;
    in_ = {};
  }
  std::uint64_t get_varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) break;
      const auto byte = static_cast<std::uint8_t>(in_.front());
      in_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;  // More than 64 bits.
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    fail();
    return 0;
  }
  void get(bool& value) {
    const std::uint64_t byte = get_varint();
    if (byte > 1) fail();
    value = byte == 1;
  }
  void get(std::uint64_t& value) { value = get_varint(); }
  void get(std::int64_t& value) {
    const std::uint64_t zigzag = get_varint();
    value = static_cast<std::int64_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
  }
  void get(std::string& value) {
    const std::uint64_t size = get_varint();
    if (size > in_.size()) return fail();
    value.assign(in_.substr(0, size));
    in_.remove_prefix(size);
  }
  void get(Secret& value) {
    std::string text;
    get(text);
    value = Secret(std::move(text));
  }
  void get(Amount& value) { get(value.minor); }
  void get(Timestamp& value) { get(value.ms); }
  template <std::size_t size>
  void get(std::array<std::uint8_t, size>& bytes) {
    if (in_.size() < size) return fail();
    in_.copy(reinterpret_cast<char*>(bytes.data()), size);
    in_.remove_prefix(size);
  }
  template <class Tag>
  void get(Id<Tag>& id) {
    get(id.bytes);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void get(Enum& value) {
    const auto known = enumerator<Enum>(get_varint());
    if (!known) return fail();
    value = *known;
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    if (!there || !ok_) return value.reset();
    get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    const std::uint64_t count = get_varint();
    if (count > in_.size()) return fail();  // Every entry takes a byte at least.
    values.clear();
    for (std::uint64_t i = 0; i < count && ok_; ++i) get(values.emplace_back());
  }
  template <class T>
  void get(std::map<std::string, T>& values) {
    const std::uint64_t count = get_varint();
    for (std::uint64_t i = 0; i < count && ok_; ++i) {
      std::string name;
      T value{};
      (*this)(name, value);
      values.emplace(std::move(name), std::move(value));
    }
  }
  template <class T>
    requires std::is_class_v<T>
  void get(T& value) {
    fields(*this, value);
  }

  std::string_view in_;
  std::uint64_t format_ = kFormat;
  bool ok_ = true;
};

}  // namespace till::store::codec
