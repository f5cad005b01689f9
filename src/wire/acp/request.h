// The requests of ACP 2026-04-17 as commands. Unknown members are ignored (CU-14).
#pragma once

#include "app/operation.h"
#include "base/clock.h"
#include "wire/body.h"

namespace till::wire {

using app::Decoded;

// Each is refused with `missing`, `invalid`, `unsupported` or, for a card, `invalid_card`, the
// param as a JSONPath and a detail that says what to send instead; the first fault found is
// answered.
Decoded<checkout::CreateCommand> decode_create(const Body& body);
Decoded<checkout::UpdateCommand> decode_update(const Body& body);
Decoded<checkout::CompleteCommand> decode_complete(const Body& body);
// Every object is a cancel (CX-01); only a malformed intent_trace is refused (CX-08).
Decoded<checkout::CancelCommand> decode_cancel(const Body& body);
// A cart to make or to put in the place of another.
Decoded<checkout::CartCommand> decode_cart(const Body& body);
Decoded<checkout::VaultCommand> decode_delegate_payment(const Body& body, Timestamp now);

}  // namespace till::wire
