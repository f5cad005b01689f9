// JSON from Stripe, read without trust: what is absent or of another type reads as absent. Private
// to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace till::payments::stripe {

using json::Value;

// Within the amounts that Till states (base/amount.h), sign included.
std::optional<std::int64_t> number_of(Value value);
// A text that may stand in a path, or the `id` of an expanded object; empty otherwise.
std::string reference_of(Value value);

// One thread.
class Document {
 public:
  // The root is absent when the text is no JSON or longer than limits::kBodyBytes.
  explicit Document(std::string_view text);
  Value root() const { return root_; }

 private:
  json::Document document_;
  Value root_;
};

}  // namespace till::payments::stripe
