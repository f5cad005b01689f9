// Form: a body or query of application/x-www-form-urlencoded as Stripe reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace till::stripe_double {

class Form {
 public:
  using Field = std::pair<std::string, std::string>;  // "a[b][c]" and its value, decoded.

  // Nothing when an escape is broken, what it says is no UTF-8, or there are more than 4096 fields.
  static std::optional<Form> parse(std::string_view text);

  // The value of that full name; nothing when it is absent.
  std::optional<std::string_view> find(std::string_view name) const;
  // The same, empty when it is absent.
  std::string text(std::string_view name) const;
  // A whole number; nothing when it is absent or none.
  std::optional<std::int64_t> whole(std::string_view name) const;
  bool flag(std::string_view name) const { return find(name) == "true"; }
  // Whether expand[] asks for that object in full.
  bool expands(std::string_view object) const;
  const std::vector<Field>& fields() const { return fields_; }
  // What stands in name[…], by the inner names.
  std::vector<Field> inside(std::string_view name) const;

 private:
  std::vector<Field> fields_;
};

}  // namespace till::stripe_double
