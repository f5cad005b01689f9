// A section of the configuration as a test writes it.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "payments/settings.h"

namespace till::payments {

class FakeSettings final : public Settings {
 public:
  using Value = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;
  explicit FakeSettings(std::map<std::string, Value> values) : values_(std::move(values)) {}

  std::optional<std::string> text(const char* key) override { return value<std::string>(key); }
  std::optional<std::int64_t> whole(const char* key, std::int64_t least,
                                    std::int64_t most) override {
    const auto number = value<std::int64_t>(key);
    if (number && (*number < least || *number > most)) fail(key, "within bounds");
    return number;
  }
  std::optional<bool> yes(const char* key) override { return value<bool>(key); }
  std::optional<std::vector<std::string>> texts(const char* key) override {
    return value<std::vector<std::string>>(key);
  }
  std::string need_text(const char* key) override {
    const auto known = text(key);
    if (!known) fail(key, "set");
    return *known;
  }
  Secret secret(const char* key) override { return Secret(text(key).value_or("")); }
  std::optional<std::string> path(const char* key) override { return text(key); }
  std::string base_url(const char* key, const std::string& otherwise) override {
    return text(key).value_or(otherwise);
  }

 private:
  template <class T>
  std::optional<T> value(const char* key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(std::get<T>(found->second));
  }
  void refuse(const char* key, const std::string& wanted) const override {
    throw std::invalid_argument(std::string(key) + " must be " + wanted);
  }

  std::map<std::string, Value> values_;
};

}  // namespace till::payments
