// Json: a value of another's answer. What is absent or of another type reads as empty, for a tool
// that reports answers has one question at each place: is it there?
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/value.h"

namespace till::cli {

// Shares the document it was parsed from. One thread at a time.
class Json {
 public:
  Json() = default;
  // An absent value when the text is not JSON.
  static Json parse(std::string_view text);

  bool given() const { return !value_.absent(); }
  // A member of an object; absent when there is none.
  Json at(std::string_view name) const;
  // Entries of a list; none for anything else.
  std::vector<Json> entries() const;
  // Empty for anything but a text. Control characters are blanked out: it may go to a terminal.
  std::string text() const;
  std::optional<std::int64_t> whole() const { return value_.whole(); }
  // The value as JSON in one line; empty when absent.
  std::string json() const { return value_.json(); }

 private:
  using Document = std::shared_ptr<json::Document>;
  Json(Document document, json::Value value) : document_(std::move(document)), value_(value) {}
  Document document_;
  json::Value value_;
};

// The text with control characters as spaces, so that it stays one line and moves no cursor.
std::string one_line(std::string text);

}  // namespace till::cli
