// The first fault that a Node tells of.
#pragma once

#include <string>
#include <utility>

#include "json/node.h"

namespace till::json::test {

struct ToldFaults final : FaultSink {
  explicit ToldFaults(Blanks blanks = Blanks::values) : FaultSink(blanks) {}
  bool found() const override { return !path.empty(); }
  void missing(std::string at, std::string told) override { tell("missing", at, told); }
  void invalid(std::string at, std::string told) override { tell("invalid", at, told); }

  std::string kind, path, sentence;

 private:
  void tell(const char* which, std::string& at, std::string& told) {
    kind = which;
    path = std::move(at);
    sentence = std::move(told);
  }
};

}  // namespace till::json::test
