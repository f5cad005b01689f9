// EnvFile: a text of one KEY=value a line. Private to the files of agents and operators.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace till::cli {

class EnvFile {
 public:
  // Empty lines and comments are passed over; a value stands as it is, or in quotes as for a shell.
  // Refused with a sentence when a line is no KEY=value or holds a control character.
  static Result<EnvFile, std::string> parse(std::string_view text);

  // Empty when there is none: a key without a value says nothing.
  std::string text(std::string_view key) const;
  // The same without a slash at its end.
  std::string url(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// `text` as a shell reads it back, since people source these files and copy what is printed: in
// single quotes where it needs them.
std::string shell_quoted(std::string_view text);

}  // namespace till::cli
