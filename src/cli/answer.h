// Answer: what a shop answered to one request of a command.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/json.h"

namespace till::cli {

struct Answer {
  int status = 0;
  Json body;
  std::string text;       // The body as it came.
  bool replayed = false;  // The key was used before; nothing was done again.
  bool repeated = false;  // The same command was given before and never answered.
  bool good() const { return status >= 200 && status < 300; }
  // What the server says of a status that is not good, in one line.
  std::string complaint() const;
};

using AnswerOrFault = Result<Answer, std::string>;

}  // namespace till::cli
