#include "cli/answer.h"

namespace till::cli {

std::string Answer::complaint() const {
  const std::string code = body.at("code").text();
  const std::string message = body.at("message").text();
  if (message.empty()) return "the server answered " + std::to_string(status);
  return message + " (" + std::to_string(status) + (code.empty() ? "" : " " + code) + ")";
}

}  // namespace till::cli
