#include "products/feeds/json_array.h"

#include <algorithm>
#include <utility>

namespace till::products {
namespace {

// Passes over blanks and the expected text; false when there is another, nothing when it may come
// yet.
std::optional<bool> pass(std::string_view& text, std::string_view expected) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const std::size_t there = std::min(text.size(), expected.size());
  if (text.substr(0, there) != expected.substr(0, there)) return false;
  if (there < expected.size()) return std::nullopt;
  text.remove_prefix(there);
  return true;
}

}  // namespace

std::optional<std::size_t> array_depth(std::string_view first_bytes) {
  std::string_view text = first_bytes;
  if (pass(text, "[") == true) return 1;
  for (const std::string_view part : {"{", "\"products\"", ":", "["}) {
    const auto passed = pass(text, part);
    if (!passed) return std::nullopt;
    if (!*passed) return 0;
  }
  return 2;
}

void JsonArray::close(std::string_view bytes, std::size_t begin, std::size_t end) {
  object_.append(bytes.substr(begin, end - begin));
  in_object_ = false;
  told_(object_, object_line_);
  object_.clear();
}

void JsonArray::read(char c, std::size_t at, std::size_t& begin, std::string_view bytes) {
  switch (c) {
    case '"': in_string_ = true; return;
    case '{':
    case '[':
      if (c == '{' && depth_ == objects_at_ && !ended_) {
        in_object_ = true;
        object_line_ = line_;
        begin = at;
      }
      ++depth_;
      return;
    case '}':
    case ']':
      if (depth_ == 0) return;
      --depth_;
      if (in_object_ && depth_ == objects_at_)
        close(bytes, begin, at + 1);
      else if (depth_ < objects_at_)
        ended_ = true;
      return;
    default: return;
  }
}

bool JsonArray::take(std::string_view bytes, std::size_t most) {
  std::size_t begin = 0;  // Of the object, or of its part in these bytes.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '\n') ++line_;
    if (!in_string_) {
      read(c, at, begin, bytes);
    } else if (escaped_) {
      escaped_ = false;
    } else {
      escaped_ = c == '\\';
      in_string_ = c != '"';
    }
  }
  if (in_object_) object_.append(bytes.substr(begin));
  return object_.size() <= most;
}

}  // namespace till::products
