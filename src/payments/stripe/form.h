// Form: a body of application/x-www-form-urlencoded in the order of the calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace till::payments::stripe {

// Every byte but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

// May the text stand in a path as Stripe's name of something? Whatever else a token or reference
// from outside is, Stripe does not know it.
bool is_identifier(std::string_view text);

class Form {
 public:
  // `name` is a literal of ours, brackets and all. An empty value is left out: Stripe would take it
  // for a wish to unset. A longer value than Stripe takes is cut at a character's border.
  Form& add(std::string_view name, std::string_view value);
  Form& add(std::string_view name, std::int64_t value);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace till::payments::stripe
