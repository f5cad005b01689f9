#include "wire/body.h"

#include <string>

#include "wire/spelling.h"

namespace till::wire {
namespace {

checkout::Refusal malformed(const json::Unreadable& fault) {
  return refusal(
      checkout::RefusalCode::malformed_json, "",
      "The body is not acceptable JSON: " + fault.why + ". Send one JSON object in UTF-8.");
}

}  // namespace

Result<Body, checkout::Refusal> parse_body(std::string_view text) {
  return Body::parse(text).map_error(malformed);
}

Result<Body, checkout::Refusal> parse_document(std::string_view text, std::size_t depth) {
  return Body::parse_envelope(text, depth).map_error(malformed);
}

Result<Body, checkout::Refusal> body_within(const json::Node& node) {
  return Body::part(node.value()).map_error(malformed);
}

}  // namespace till::wire
