// Rules that several decisions share. Private to checkout.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "checkout/decide.h"

namespace till::checkout {

// May this session be changed now? Refused: session_over (also past expires_at), then
// payment_in_progress.
Result<void, Refusal> check_open(const Session& session, Timestamp now);

Message error_message(MessageCode code, Field field, Resolution resolution, Text text);

// What the errors of the session say, for a refusal; no more than `most` of them.
std::vector<Text> errors_of(const Session& session, std::size_t most);

// Adds the message unless the same was said of such a member already, whichever entry of its list:
// many faults of one kind are told once, at the first.
void tell_once(Draft& draft, Message message);

// Decides what is held for the lines: all of an item's demand or none of it. Sets `in_stock` of
// every line and `holds`, and adds out_of_stock messages (CU-11).
void hold_stock(Draft& draft, const Quote& quote);

// Takes the offered options over and settles which of them are chosen for which line (FU-05 to
// FU-10); adds messages for choices that cannot be kept.
void choose_fulfillment(Draft& draft, const Quote& quote, const Selections& selections);

}  // namespace till::checkout
