// Refusal: why a request was not carried out and what to do next. Nothing changed.
#pragma once

#include <cstdint>
#include <vector>

#include "checkout/field.h"
#include "checkout/texts.h"

namespace till::checkout {

// One value per refusal, in order of precedence: of several that apply, the first is answered.
enum class RefusalCode {
  // The body, in the order it is read.
  malformed_json,  // 400: not JSON, not UTF-8, a duplicate key, too deep, not an object
  missing,         // 400: a required member is absent
  invalid,         // 400: a member has a wrong type or value
  // The key.
  idempotency_conflict,   // 422: the key was used with another body
  idempotency_in_flight,  // 409: the first request of the key is not settled
  // The session.
  not_found,              // 404: unknown, or another agent's
  session_over,           // 405: completed, canceled or expired
  payment_in_progress,    // 409: a payment is under way
  not_ready_for_payment,  // 409: complete before the session is ready
  // The shop.
  unsupported_currency,  // 400
  item_not_found,        // 400
  amount_too_large,      // 400: a total would exceed the largest amount
  unsupported,           // 400: a known feature this seller does not offer
  invalid_card,          // 400: delegate_payment refuses the card
  // The machine.
  unavailable,  // 503: too much contention or a dependency is down; retry
  internal,     // 500
  // Later ones; what is stored names them by their place.
  invalid_type,             // 400: a member of what is only recorded has a wrong type or value
  personal_data,            // 400: an attribution names a person
  authentication_missing,   // 400: complete without the result of the authentication asked for
  approval_pending,         // 409: the seller has not approved the purchase yet
  approval_not_awaited,     // 422: the operator decides on what is not waiting
  quote_not_found,          // 400: the seller gave no such quote, or it is over
  payment_not_in_doubt,     // 422: the operator settles a payment that is not open
  too_many_declines,        // 409: so many payments of the session failed that no more are tried
  provider_not_configured,  // 422: the payment was begun at a provider that is not configured
  too_many_open_sessions,   // 429: the agent has as many open sessions as it may
  session_too_large,        // 400: what is asked for makes more of a session than is kept
  total_changed,            // 409: the operator approves a total that is not the one of now
};

struct Refusal {
  RefusalCode code = RefusalCode::internal;
  Field field;                    // Of the request; none when none fits.
  Text text;                      // What is wrong and what to do. Never a secret.
  std::vector<Text> reasons{};    // What a session says of itself, told after the text.
  std::int64_t wait_seconds = 0;  // Of `unavailable`: until then the same happens; 0: not known.
  bool operator==(const Refusal&) const = default;
};

}  // namespace till::checkout
