// The canonical form of a JSON value: one text for all spellings of the same value, as RFC 8785
// has it save that integers stay exact beyond 2^53.
#pragma once

#include <cstddef>
#include <string>

#include "base/limits.h"
#include "json/value.h"

namespace till::json {

// Appends the value with sorted keys and one spelling of each number and text (ID-06 to ID-09).
// False with a reason when a key stands twice, a text is no Unicode or it is nested deeper than
// `depth`.
bool append_canonical(Value value, std::string& out, std::string& fault,
                      std::size_t depth = limits::kJsonDepth);

// Would append_canonical() append the value? For who does not need the text.
bool has_canonical(Value value, std::string& fault, std::size_t depth);

}  // namespace till::json
