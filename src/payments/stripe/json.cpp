#include "payments/stripe/json.h"

#include "base/amount.h"
#include "base/limits.h"
#include "json/large_integers.h"
#include "payments/stripe/form.h"

namespace till::payments::stripe {

Value Value::at(std::string_view name) const {
  simdjson::dom::element found;
  if (!is_object() || element_->at_key(name).get(found) != simdjson::SUCCESS) return {};
  return Value(found);
}

std::vector<Value> Value::entries() const {
  simdjson::dom::array array;
  if (!element_ || element_->get(array) != simdjson::SUCCESS) return {};
  std::vector<Value> all;
  for (const simdjson::dom::element entry : array) all.emplace_back(entry);
  return all;
}

std::string_view Value::text() const {
  std::string_view text;
  if (!element_ || element_->get(text) != simdjson::SUCCESS) return "";
  return text;
}

std::optional<std::int64_t> Value::whole() const {
  std::int64_t number = 0;
  if (!element_ || element_->get(number) != simdjson::SUCCESS) return std::nullopt;
  if (number > kAmountMax || number < -kAmountMax) return std::nullopt;
  return number;
}

bool Value::flag() const {
  bool flag = false;
  return element_ && element_->get(flag) == simdjson::SUCCESS && flag;
}

std::string Value::reference() const {
  const std::string_view id = is_object() ? at("id").text() : text();
  return is_identifier(id) ? std::string(id) : "";
}

Document::Document(std::string_view text) {
  simdjson::dom::element root;
  if (text.size() > limits::kBodyBytes) return;
  auto error = parser_.parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    const auto readable = json::with_large_integers_as_texts(text);
    if (readable) error = parser_.parse(*readable).get(root);
  }
  if (error == simdjson::SUCCESS) root_ = Value(root);
}

}  // namespace till::payments::stripe
