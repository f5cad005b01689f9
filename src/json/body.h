// Body: a text read as strict JSON, and its fingerprint.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/limits.h"
#include "base/result.h"
#include "json/value.h"

namespace till::json {

// A JSON value that was read whole: valid UTF-8 without lone surrogates, no duplicate key, nothing
// after its end, nested at most limits::kJsonDepth deep. An object unless it says otherwise.
class Body {
 public:
  // Refused with what is wrong; an empty text is. A byte order mark at the beginning is passed
  // over.
  static Result<Body, Unreadable> parse(std::string_view text);
  // The same for an envelope that holds such objects: any value, nested at most `depth` deep. Only
  // its parts have a canonical text.
  static Result<Body, Unreadable> parse_envelope(std::string_view text, std::size_t depth);
  // A value within an envelope, which must outlive it, as a body of its own, with the depth of one.
  static Result<Body, Unreadable> part(Value value);

  Body(Body&&) noexcept;
  Body& operator=(Body&&) noexcept;
  ~Body();
  Value root() const;
  // SHA-256 of the canonical value: key order and 1.0 against 1 do not matter, null against absent
  // and the order of arrays do (ID-05 to ID-09).
  Digest fingerprint() const;
  // The canonical text itself (json/canonical.h): what an agent signs (SG-02).
  std::string_view canonical_text() const;

 private:
  struct Data;
  static std::vector<std::unique_ptr<Data>>& kept();
  static std::unique_ptr<Data> unused();
  explicit Body(std::unique_ptr<Data> data);
  static Result<Body, Unreadable> read(std::string_view text);
  std::unique_ptr<Data> data_;
};

}  // namespace till::json
