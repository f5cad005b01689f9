// Body: a request body read as strict JSON, and its fingerprint.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "checkout/refusal.h"

namespace till::wire {

struct JsonValue;  // wire/node.h
class Node;        // wire/node.h

// A JSON value that was read whole: valid UTF-8 without lone surrogates, no duplicate key, nothing
// after its end, nested at most limits::kJsonDepth deep. An object unless it says otherwise.
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

  // An object within another body, which must outlive it, as a body of its own. Refused like
  // parse_body, with the same bound on its depth.
  static Result<Body, checkout::Refusal> part(const Node& node);

 private:
  friend Result<Body, checkout::Refusal> parse_body(std::string_view);
  friend Result<Body, checkout::Refusal> parse_document(std::string_view, std::size_t);
  struct Data;
  static std::vector<std::unique_ptr<Data>>& kept();
  static std::unique_ptr<Data> take();
  explicit Body(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

// Refused with malformed_json and a detail that says what is wrong. Empty text is malformed.
Result<Body, checkout::Refusal> parse_body(std::string_view text);

// The same for an envelope that holds such objects: any value, nested at most `depth` deep.
Result<Body, checkout::Refusal> parse_document(std::string_view text, std::size_t depth);

}  // namespace till::wire
