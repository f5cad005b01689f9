// Document and Value: JSON from Stripe, read without trust. What is absent or of another type reads
// as absent. Private to this folder.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace till::payments::stripe {

// Valid while its Document lives.
class Value {
 public:
  Value() = default;
  explicit Value(simdjson::dom::element element) : element_(element) {}

  // Neither absent nor null.
  bool given() const { return element_ && !element_->is_null(); }
  bool is_object() const { return element_ && element_->is_object(); }
  Value at(std::string_view name) const;
  std::vector<Value> entries() const;  // None when it is no list.
  // Empty when it is no text.
  std::string_view text() const;
  // Within the amounts that Till states (base/amount.h), sign included.
  std::optional<std::int64_t> whole() const;
  bool flag() const;  // False when it is no boolean.
  // A text that may stand in a path, or the `id` of an expanded object; empty otherwise.
  std::string reference() const;

 private:
  std::optional<simdjson::dom::element> element_;
};

// One thread.
class Document {
 public:
  // The root is absent when the text is no JSON or longer than limits::kBodyBytes.
  explicit Document(std::string_view text);
  Value root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  Value root_;
};

}  // namespace till::payments::stripe
