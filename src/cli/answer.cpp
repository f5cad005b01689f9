#include "cli/answer.h"

namespace till::cli {

std::string Answer::complaint() const {
  const std::string code = body.at("code").text();
  std::string message = body.at("message").text();
  // The first of them is the message.
  const auto faults = body.at("faults").entries();
  for (std::size_t i = 1; i < faults.size(); ++i) message += " " + faults[i].at("message").text();
  if (message.empty()) return "the server answered " + std::to_string(status);
  return message + " (" + std::to_string(status) + (code.empty() ? "" : " " + code) + ")";
}

}  // namespace till::cli
