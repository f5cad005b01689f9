// Answers: what Stripe says, as values. Pure; whatever the bytes are, something comes out. No value
// carries a token, a decline code or a sentence of Stripe's.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "net/guarded_client.h"
#include "payments/stripe/objects.h"

namespace till::payments::stripe {

// A response without its connection. A status of 0 says that there was none.
struct Answer {
  int status = 0;
  std::string body;
  bool replayed = false;   // The answer that this idempotency key got before.
  std::string request_id;  // For Stripe's support; empty when it is not one.
};

// Retry, and count it against Stripe? Stripe-Should-Retry wins over the status.
net::AnswerKind judge(const net::Response& response);

Answer answer_of(const net::Response& response);

enum class ErrorKind {
  declined,
  over_limit,   // More than is left of the token.
  deactivated,  // The token; it knows itself why.
  missing,      // resource_missing, or 404.
  amount_too_small,
  amount_too_large,
  currency,        // Stripe does not charge in it.
  extras,          // The receipt's or the parcel's address, which a charge can do without.
  authentication,  // The proof of it.
  misused_key,     // The idempotency key came with other parameters before.
  already_refunded,
  not_allowed,  // 401 and 403: the key or its rights.
  other,
};

// Stripe did not do it.
struct ApiError {
  ErrorKind kind = ErrorKind::other;
  checkout::PaymentFailure failure = checkout::PaymentFailure::declined;  // When declined.
  std::optional<PaymentIntent> intent;
};

// What an operator is told of an error of Stripe's: its code and the parameter that it is about,
// each empty when it has none or one that is no plain name.
struct ErrorName {
  std::string code;
  std::string param;
};
ErrorName error_name(const Answer& answer);

// Some of a list, in its order; never empty while there are more.
struct IntentPage {
  std::vector<PaymentIntent> intents;
  bool more = false;
};

// Nothing to rely on: no answer, a conflict, a limit, a fault of Stripe's, or bytes that are not
// what was asked for. It may have been done.
struct Unreliable {};

template <class T>
using Reading = std::variant<T, ApiError, Unreliable>;

Reading<PaymentIntent> read_intent(const Answer& answer);
// The first of a search; nothing found is an intent without an id.
Reading<PaymentIntent> read_search(const Answer& answer);
Reading<IntentPage> read_intent_page(const Answer& answer);
Reading<GrantedToken> read_token(const Answer& answer);
Reading<Refund> read_refund(const Answer& answer);
Reading<std::vector<Refund>> read_refund_list(const Answer& answer);

}  // namespace till::payments::stripe
