// Finality: which refusals a retry cannot change.
#pragma once

#include "checkout/refusal.h"

namespace till::checkout {

// Is the refusal kept under the Idempotency-Key of its request, and answered again when that comes
// again (ID-15)? What a retry may overcome is not. docs/errors.md says the same of each code.
bool is_final(RefusalCode code);

}  // namespace till::checkout
