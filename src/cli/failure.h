// Failure: why a command ends, and with which exit code.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace till::cli {

inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;

struct Failure {
  int exit_code = kFailed;
  std::string sentence;  // One line that says what to do.
};

// The refused side of a command that could not do its work.
inline auto failed(std::string sentence) { return refused(Failure{kFailed, std::move(sentence)}); }
// The refused side of a command that was asked for something it must not or cannot do.
inline auto wrong_use(std::string sentence) {
  return refused(Failure{kWrongUse, std::move(sentence)});
}

}  // namespace till::cli
