// A double to ask, and what it said, by path.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <utility>
#include <vector>

#include "stripe_double/double.h"

namespace till::stripe_double {

inline constexpr std::int64_t kNow = 1'795'514'400;  // Seconds.
inline constexpr const char* kIntents = "/v1/payment_intents";
inline constexpr const char* kGrant = "/v1/test_helpers/shared_payment/granted_tokens";
inline constexpr const char* kGranted = "/v1/shared_payment/granted_tokens/";
inline constexpr const char* kVersion = "2026-04-22.preview";
inline constexpr const char* kDeactivated =
    "The shared payment granted token cannot be used because it is already in a deactivated state.";
inline constexpr const char* kOverLimit =
    "The requested amount is greater than the remaining amount capturable with this shared payment "
    "granted token.";

// The value at a path like "/error/code" as JSON, a text without its quotes; "" where none is.
inline std::string at(const std::string& body, std::string_view path) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  simdjson::dom::element found;
  if (parser.parse(body).get(document) != simdjson::SUCCESS) return "no JSON";
  if (document.at_pointer(path).get(found) != simdjson::SUCCESS) return "";
  std::string_view text;
  if (found.get(text) == simdjson::SUCCESS) return std::string(text);
  return simdjson::minify(found);
}
inline std::string at(const Answer& answer, std::string_view path) { return at(answer.body, path); }

// Stripe with a seller who has the right key.
class Seller {
 public:
  Call call(std::string method, std::string path, std::string fields, std::string key = "") const {
    Call made;
    made.method = std::move(method);
    made.path = std::move(path);
    (made.method == "GET" ? made.query : made.body) = std::move(fields);
    made.authorization = "Bearer sk_test_double";
    made.version = version;
    made.idempotency_key = std::move(key);
    return made;
  }
  Answer ask(const Call& made) { return stripe.answer(made, now, events); }
  Answer post(std::string path, std::string fields, std::string key = "") {
    return ask(call("POST", std::move(path), std::move(fields), std::move(key)));
  }
  Answer get(std::string path, std::string fields = "") {
    return ask(call("GET", std::move(path), std::move(fields)));
  }

  // A token of the test helper, good for USD 10.00 unless `more` says otherwise.
  std::string token(const std::string& method = "pm_card_visa", const std::string& more = "") {
    return at(post(kGrant, "payment_method=" + method + "&usage_limits[currency]=usd" +
                               "&usage_limits[max_amount]=1000" + more),
              "/id");
  }
  static std::string charge_fields(const std::string& token, const std::string& more = "",
                                   std::int64_t amount = 1000) {
    return "amount=" + std::to_string(amount) +
           "&currency=usd&confirm=true&payment_method_data[shared_payment_granted_token]=" + token +
           more;
  }
  Answer charge(const std::string& token, const std::string& more = "",
                std::int64_t amount = 1000) {
    return post(kIntents, charge_fields(token, more, amount));
  }
  // The id of a PaymentIntent of USD 10.00 with that card.
  std::string charged(const std::string& method = "pm_card_visa", const std::string& more = "") {
    return at(charge(token(method), more), "/id");
  }
  std::string manual(const std::string& method = "pm_card_visa") {
    return charged(method, "&capture_method=manual");
  }
  std::string seen(const std::string& intent, std::string_view path) {
    return at(get(kIntents + ("/" + intent), "expand[]=latest_charge"), path);
  }
  std::string reason_of(const std::string& token) {
    return at(get(kGranted + token), "/deactivated_reason");
  }
  Answer step(const std::string& intent, const char* deed, const std::string& fields = "") {
    return post(kIntents + ("/" + intent + "/" + deed), fields);
  }

  // The types of the events since this was asked last.
  std::vector<std::string> told() {
    std::vector<std::string> types;
    for (const Event& event : std::exchange(events, {})) types.push_back(event.type);
    return types;
  }

  Double stripe{Secret("sk_test_double")};
  std::int64_t now = kNow;
  std::string version = kVersion;
  std::vector<Event> events;
};

using Types = std::vector<std::string>;

}  // namespace till::stripe_double
