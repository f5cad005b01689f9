// Body: a request body read as strict JSON, and its fingerprint.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "checkout/refusal.h"

namespace till::wire {

struct JsonValue;  // wire/node.h

// A JSON object that was read whole: valid UTF-8 without lone surrogates, no duplicate key, nothing
// after its end, nested at most limits::kJsonDepth deep.
class Body {
 public:
  Body(Body&&) noexcept;
  Body& operator=(Body&&) noexcept;
  ~Body();
  const JsonValue& root() const;
  // SHA-256 of the canonical value: key order and 1.0 against 1 do not matter, null against absent
  // and the order of arrays do (ID-05 to ID-09).
  Digest fingerprint() const;
  // The canonical text itself, as RFC 8785 has it save that integers stay exact beyond 2^53: what
  // an agent signs (SG-02).
  std::string_view canonical_text() const;

 private:
  friend Result<Body, checkout::Refusal> parse_body(std::string_view);
  struct Data;
  static std::vector<std::unique_ptr<Data>>& kept();
  explicit Body(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

// Refused with malformed_json and a detail that says what is wrong. Empty text is malformed.
Result<Body, checkout::Refusal> parse_body(std::string_view text);

}  // namespace till::wire
