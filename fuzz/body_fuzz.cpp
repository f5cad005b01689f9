// Any bytes as a body: never a crash, and one fingerprint for one value.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "wire/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using till::wire::parse_body;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = parse_body(text);
  if (!body) {
    TILL_ENSURE(body.error().code == till::checkout::RefusalCode::malformed_json);
    TILL_ENSURE(!body.error().text.words.empty());
    return 0;
  }
  // The canonical text is a spelling of the same value and its own canonical text.
  const std::string canonical(body->canonical_text());
  const auto again = parse_body(canonical);
  // A double from 2^64 to 10^21 is spelled as an integer that no parser has to keep exact.
  if (!again) return 0;
  TILL_ENSURE(again->canonical_text() == canonical);
  TILL_ENSURE(again->fingerprint() == body->fingerprint());
  return 0;
}
