// Answer: what a caller is told, before a transport frames it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace till::wire {

struct Answer {
  int status = 500;                                     // As over REST; 400 and more: an error.
  std::string body;                                     // JSON.
  std::shared_ptr<const std::string> shared_body = {};  // In the place of `body`; null: there.
  bool replayed = false;                                // Given before under its key (TR-09).
  std::int64_t wait_seconds = 0;  // Until then a repetition comes to the same; 0: not known.

  const std::string& text() const { return shared_body ? *shared_body : body; }
};

}  // namespace till::wire
