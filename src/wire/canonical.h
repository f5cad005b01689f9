// The canonical form of a JSON value: one text for all spellings of the same value. Private to
// wire.
#pragma once

#include <simdjson.h>

#include <string>

namespace till::wire {

// Appends the value with sorted keys and one spelling of each number and text (ID-06 to ID-09).
// False with a reason when a key stands twice, a text is no Unicode or it is nested too deeply.
bool append_canonical(simdjson::dom::element value, std::string& out, std::string& fault);

}  // namespace till::wire
