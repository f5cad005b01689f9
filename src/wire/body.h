// The body of a request, refused like everything else of it. What a body is: json/body.h.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "checkout/refusal.h"
#include "json/body.h"
#include "json/node.h"

namespace till::wire {

using json::Body;

// Refused with malformed_json and a detail that says what is wrong. Empty text is malformed.
Result<Body, checkout::Refusal> parse_body(std::string_view text);

// The same for an envelope that holds such objects: any value, nested at most `depth` deep.
Result<Body, checkout::Refusal> parse_document(std::string_view text, std::size_t depth);

// An object within another body, which must outlive it, as a body of its own. Refused like
// parse_body, with the same bound on its depth.
Result<Body, checkout::Refusal> body_within(const json::Node& node);

}  // namespace till::wire
