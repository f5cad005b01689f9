// Rules: what of the contract (docs/backend/README.md) can be asked of a backend.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace till::commerce::remote::check {

struct Rule {
  std::string_view id;
  std::string_view sentence;
  std::string_view cure;  // What to do when it is broken.
};

// In the order of the report.
std::span<const Rule> rules();

// Empty when there is no such rule.
std::string cure_of(std::string_view id);

}  // namespace till::commerce::remote::check
