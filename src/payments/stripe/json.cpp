#include "payments/stripe/json.h"

#include "base/amount.h"
#include "base/limits.h"
#include "payments/stripe/form.h"

namespace till::payments::stripe {

std::optional<std::int64_t> number_of(Value value) {
  const auto number = value.whole();
  return number && *number <= kAmountMax && *number >= -kAmountMax ? number : std::nullopt;
}

std::string reference_of(Value value) {
  const std::string_view id = value.is_object() ? value.at("id").text() : value.text();
  return is_identifier(id) ? std::string(id) : "";
}

Document::Document(std::string_view text) {
  if (text.size() > limits::kBodyBytes) return;
  root_ = document_.parse(text).value_or(Value());
}

}  // namespace till::payments::stripe
