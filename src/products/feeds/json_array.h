// JsonArray: the objects of an array that is a whole source, or the member products of one.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace till::products {

// Where the objects lie: 1 within [, 2 within {"products": [. 0: in neither, they may be lines.
// Nothing when too few bytes have come to tell.
std::optional<std::size_t> array_depth(std::string_view first_bytes);

// Holds one object. It does not look whether what is around the objects is JSON.
class JsonArray {
 public:
  using Told = std::function<void(std::string_view object, std::size_t line)>;
  JsonArray(std::size_t depth, Told told) : objects_at_(depth), told_(std::move(told)) {}

  // False: an object is longer than `most` bytes.
  bool take(std::string_view bytes, std::size_t most);
  // Was all closed that was opened?
  bool is_whole() const { return ended_ && depth_ == 0 && !in_string_; }
  std::size_t line() const { return line_; }

 private:
  void read(char c, std::size_t at, std::size_t& begin, std::string_view bytes);
  void close(std::string_view bytes, std::size_t begin, std::size_t end);

  std::size_t objects_at_;
  Told told_;
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool in_object_ = false;
  bool ended_ = false;  // The array.
  std::string object_;
  std::size_t line_ = 1;
  std::size_t object_line_ = 1;
};

}  // namespace till::products
