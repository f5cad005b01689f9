// Decoders of what is stored for the seller alone, and of authentications. Private to wire.
#pragma once

#include <optional>

#include "checkout/command.h"
#include "wire/faults.h"

namespace till::wire {

// affiliate_attribution of the request; faults are `invalid_type` or `personal_data` (AT-05,
// AT-06).
std::optional<checkout::Attribution> decode_attribution(const Node& root, Faults& faults);

// intent_trace of a cancel; faults are `invalid_type` (CX-08).
std::optional<checkout::IntentTrace> decode_trace(const Node& root, Faults& faults);

// What a complete tells besides its payment: authentication_result, affiliate_attribution,
// risk_signals and marketing_consents.
void decode_complete_records(const Node& root, Faults& faults, checkout::CompleteCommand& command);

// payment_terms, due_date and approval_required of payment_data (PM-16).
void decode_terms(const Node& payment, checkout::CompleteCommand& command);

}  // namespace till::wire
