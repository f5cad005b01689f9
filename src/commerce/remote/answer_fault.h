// AnswerFault: what is wrong with an answer of the backend, and where. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "json/node.h"

namespace till::commerce::remote {

struct AnswerFault {
  std::string place;     // A JSONPath, such as $.lines[0].tax.
  std::string sentence;  // For the seller, who has to mend it. Nothing that the backend sent.
};

// Keeps the first one.
class AnswerFaults final : public json::FaultSink {
 public:
  AnswerFaults() : json::FaultSink(json::Blanks::values) {}
  bool found() const override { return first_.has_value(); }
  void missing(std::string path, std::string sentence) override {
    invalid(std::move(path), std::move(sentence));
  }
  void invalid(std::string path, std::string sentence) override {
    if (!first_) first_ = AnswerFault{std::move(path), std::move(sentence)};
  }
  const std::optional<AnswerFault>& first() const { return first_; }

 private:
  std::optional<AnswerFault> first_;
};

}  // namespace till::commerce::remote
