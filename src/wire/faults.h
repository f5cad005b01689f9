// Faults: what is wrong with a request, as a refusal. Bodies are read through json::Node.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "checkout/refusal.h"
#include "json/node.h"
#include "wire/spelling.h"

namespace till::wire {

using json::Blanks;
using json::Node;
using json::optional_text;
using json::TextBound;

// The first fault of a body; reading goes on harmlessly after it (ER-07).
class Faults final : public json::FaultSink {
 public:
  explicit Faults(Blanks blanks = Blanks::values) : FaultSink(blanks) {}
  void add(checkout::RefusalCode code, std::string param, std::string detail) {
    if (!first_) first_ = refusal(code, std::move(param), std::move(detail));
  }
  const std::optional<checkout::Refusal>& first() const { return first_; }
  // Instead of `missing` and `invalid`, for a dialect with a closed list of codes (C-14).
  std::optional<checkout::RefusalCode> only_code;

  bool found() const override { return first_.has_value(); }
  void missing(std::string path, std::string sentence) override {
    add(only_code.value_or(checkout::RefusalCode::missing), std::move(path), std::move(sentence));
  }
  void invalid(std::string path, std::string sentence) override {
    add(only_code.value_or(checkout::RefusalCode::invalid), std::move(path), std::move(sentence));
  }

 private:
  std::optional<checkout::Refusal> first_;
};

}  // namespace till::wire
