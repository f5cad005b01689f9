// Asker: puts one question of a check to the shop's backend. The checks know nothing of HTTP beyond
// it, so that tests can answer by themselves.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace till::commerce::remote::check {

// How a question is signed; see docs/backend/README.md.
enum class Signing {
  right,
  missing,          // No header.
  wrong,            // With another secret.
  old,              // 301 seconds ago.
  early,            // In six minutes.
  of_another_body,  // Good, for a body that was not sent.
  second_of_two,    // A wrong v1, then the right one, as while the secret changes.
  with_more,        // The right one among names that nobody knows.
};

struct Asked {
  std::string method;
  std::string path;  // Behind the URL.
  std::string body;  // Empty: none.
  std::optional<std::string> key = {};
  Signing signing = Signing::right;
  Milliseconds deadline{1'500};  // What the backend is told; it is waited for longer.
};

struct Heard {
  int status = 0;
  std::string body;
  Milliseconds took{0};
};

// Refused with why there is no answer.
using Given = Result<Heard, std::string>;

class Asker {
 public:
  virtual ~Asker() = default;
  virtual Given ask(const Asked& asked) = 0;
};

}  // namespace till::commerce::remote::check
