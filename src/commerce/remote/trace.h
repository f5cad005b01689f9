// The trace that a request to the shop's backend begins (W3C Trace Context). Private to this
// folder.
#pragma once

#include <string>

#include "base/random.h"

namespace till::commerce::remote {

// The value of traceparent.
std::string new_trace(Random& random);

}  // namespace till::commerce::remote
