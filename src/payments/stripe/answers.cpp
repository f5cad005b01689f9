#include "payments/stripe/answers.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "payments/stripe/decode.h"
#include "payments/stripe/form.h"
#include "payments/stripe/spelling.h"

namespace till::payments::stripe {
namespace {

std::optional<std::vector<Refund>> refunds_of(Value object) {
  if (object.at("object").text() != "list") return std::nullopt;
  std::vector<Refund> refunds;
  for (const Value entry : object.at("data").entries()) {
    if (auto refund = refund_of(entry)) refunds.push_back(std::move(*refund));
  }
  // A refund that is not seen would be made again, so a list that goes on is no answer.
  if (object.at("has_more").flag()) return std::nullopt;
  return refunds;
}

std::optional<PaymentIntent> first_intent_of(Value object) {
  if (object.at("object").text() != "search_result") return std::nullopt;
  const auto found = object.at("data").entries();
  return found.empty() ? PaymentIntent{} : intent_of(*found.begin());
}

std::optional<IntentPage> page_of(Value object) {
  if (object.at("object").text() != "list") return std::nullopt;
  IntentPage page;
  page.more = object.at("has_more").flag();
  for (const Value entry : object.at("data").entries()) {
    auto intent = intent_of(entry);
    if (!intent) return std::nullopt;  // One that is not seen may be the one looked for.
    page.intents.push_back(std::move(*intent));
  }
  if (page.more && page.intents.empty()) return std::nullopt;
  return page;
}

constexpr std::array<Spelling<ErrorKind>, 8> kCodes{{
    {"resource_missing", ErrorKind::missing},
    {"amount_too_small", ErrorKind::amount_too_small},
    {"amount_too_large", ErrorKind::amount_too_large},
    {"email_invalid", ErrorKind::extras},
    {"shipping_address_invalid", ErrorKind::extras},
    {"charge_already_refunded", ErrorKind::already_refunded},
    {"idempotency_error", ErrorKind::misused_key},
    {"card_declined", ErrorKind::declined},
}};

// What is refused for one of its parameters.
ErrorKind kind_by_param(std::string_view param) {
  constexpr std::string_view kProof = "payment_method_options[card][three_d_secure]";
  if (param == "currency") return ErrorKind::currency;
  if (param == "receipt_email" || param.starts_with("shipping")) return ErrorKind::extras;
  return param.starts_with(kProof) ? ErrorKind::authentication : ErrorKind::other;
}

// Stripe tells these two of a token in a sentence only, without a code.
ErrorKind kind_by_message(std::string_view message) {
  constexpr auto kAbsent = std::string_view::npos;
  if (message.find("deactivated") != kAbsent) return ErrorKind::deactivated;
  if (message.find("amount capturable") != kAbsent) return ErrorKind::over_limit;
  return ErrorKind::other;
}

ErrorKind kind_of(int status, Value error) {
  const std::string_view type = error.at("type").text();
  if (type == "card_error" || status == 402) return ErrorKind::declined;
  if (type == "idempotency_error") return ErrorKind::misused_key;
  if (status == 401 || status == 403) return ErrorKind::not_allowed;
  const ErrorKind by_code = spelled(kCodes, error.at("code").text(), ErrorKind::other);
  if (by_code != ErrorKind::other) return by_code;
  if (status == 404) return ErrorKind::missing;
  const ErrorKind by_param = kind_by_param(error.at("param").text());
  if (by_param != ErrorKind::other) return by_param;
  return kind_by_message(error.at("message").text());
}

// 408, 409, 425 and 429 say that Stripe did not get to it, or is still at it.
bool is_refusal(int status) {
  constexpr std::array kPassing{408, 409, 425, 429};
  return status >= 400 && status < 500 &&
         std::find(kPassing.begin(), kPassing.end(), status) == kPassing.end();
}

template <class T, class Read>
Reading<T> read(const Answer& answer, Read read_object) {
  const Document document(answer.body);
  if (answer.status == 200) {
    auto object = read_object(document.root());
    if (!object) return Unreliable{};
    return std::move(*object);
  }
  const Value error = document.root().at("error");
  // Without Stripe's error object it may be a proxy that speaks.
  if (!is_refusal(answer.status) || !error.is_object()) return Unreliable{};
  return ApiError{kind_of(answer.status, error), failure_of(error),
                  intent_of(error.at("payment_intent"))};
}

}  // namespace

ErrorName error_name(const Answer& answer) {
  constexpr std::size_t kLongest = 128;
  const auto plain = [](std::string_view text) {
    const bool fits = text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
                        return c == '[' || c == ']' || is_identifier({&c, 1});
                      });
    return fits ? std::string(text) : "";
  };
  const Document document(answer.body);
  const Value error = document.root().at("error");
  return {plain(error.at("code").text()), plain(error.at("param").text())};
}

net::AnswerKind judge(const net::Response& response) {
  const bool outage = response.status >= 500;
  const bool failed = outage || response.status == 409 || response.status == 429;
  const std::string_view advice = response.header("Stripe-Should-Retry").value_or("");
  const bool replayed = response.header("Idempotent-Replayed") == "true";
  const bool again = advice == "true" ? response.status >= 400
                                      : failed && advice != "false" && !(outage && replayed);
  if (!again) return net::AnswerKind::final;
  return outage ? net::AnswerKind::outage : net::AnswerKind::transient;
}

Answer answer_of(const net::Response& response) {
  const std::string_view request_id = response.header("Request-Id").value_or("");
  return {response.status, response.body, response.header("Idempotent-Replayed") == "true",
          is_identifier(request_id) ? std::string(request_id) : ""};
}

Reading<PaymentIntent> read_intent(const Answer& answer) {
  return read<PaymentIntent>(answer, intent_of);
}

Reading<PaymentIntent> read_search(const Answer& answer) {
  return read<PaymentIntent>(answer, first_intent_of);
}

Reading<IntentPage> read_intent_page(const Answer& answer) {
  return read<IntentPage>(answer, page_of);
}

Reading<GrantedToken> read_token(const Answer& answer) {
  return read<GrantedToken>(answer, token_of);
}

Reading<Refund> read_refund(const Answer& answer) { return read<Refund>(answer, refund_of); }

Reading<std::vector<Refund>> read_refund_list(const Answer& answer) {
  return read<std::vector<Refund>>(answer, refunds_of);
}

}  // namespace till::payments::stripe
