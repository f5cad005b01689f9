// Answer: what Stripe says, and the errors among it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace till::stripe_double {

struct Answer {
  int status = 200;
  std::string body;            // JSON
  bool keep = true;            // An idempotency key gives it again.
  bool replayed = false;       // It is one that was given before.
  bool retry_advised = false;  // Stripe-Should-Retry: true.
};

// An object as it is.
inline Answer shown(std::string json) { return {200, std::move(json)}; }

// An error object; what is empty is left out. `intent` is JSON.
struct ErrorText {
  std::string_view type = "invalid_request_error";
  std::string_view code = {};
  std::string_view message;
  std::string_view decline_code = {};
  std::string_view param = {};
  std::string_view charge = {};
  std::string_view intent = {};
};

Answer error_answer(int status, const ErrorText& error);

// Refused before anything was begun, so that no key keeps it.
Answer invalid(const ErrorText& error);
Answer missing(std::string_view what, std::string_view id);

}  // namespace till::stripe_double
