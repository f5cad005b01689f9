// Secret: a text that does not print, log or serialise by accident.
#pragma once

#include <string>
#include <utility>

namespace till {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  // The text itself; every call is a place where the secret leaves its wrapping.
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace till
