#include "stripe_double/double.h"

namespace till::stripe_double {
namespace {

constexpr std::size_t kLongestKey = 255;

bool keyed(const Call& call) { return call.method == "POST" && !call.idempotency_key.empty(); }

std::string request_of(const Call& call) { return call.method + call.path + "\n" + call.body; }

Answer unstored(int status, const ErrorText& error) {
  Answer answer = error_answer(status, error);
  answer.keep = false;
  return answer;
}

Answer invalid_number(std::string_view param) {
  const std::string message = "Invalid integer: " + std::string(param);
  return unstored(400, {.code = "parameter_invalid_integer", .message = message, .param = param});
}

// Stripe takes the key as a bearer token and as the user of basic authentication.
std::string basic(const Secret& key) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = key.reveal() + ":";
  std::string out = "Basic ";
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  while ((out.size() - 6) % 4 != 0) out += '=';
  return out;
}

}  // namespace

std::optional<Answer> Double::check(const Call& call) const {
  const bool known = call.authorization == "Bearer " + secret_key_.reveal() ||
                     call.authorization == basic(secret_key_);
  if (!known) return unstored(401, {.message = "Invalid API Key provided."});
  if (call.idempotency_key.size() > kLongestKey) {
    return unstored(400, {.message = "Idempotency keys have at most 255 characters."});
  }
  const auto route = find_route(call.method, call.path);
  if (!route) {
    return unstored(404, {.message = "Unrecognized request URL. See the API reference."});
  }
  if (!call.version.ends_with(".preview")) {
    const bool charge = route->endpoint == Endpoint::create_intent;
    if (!charge) return unstored(404, {.message = "Unrecognized request URL."});
    return unstored(400, {.code = "parameter_unknown",
                          .message = "Received unknown parameter: shared_payment_granted_token",
                          .param = "shared_payment_granted_token"});
  }
  const auto form = Form::parse(call.method == "GET" ? call.query : call.body);
  if (!form) return unstored(400, {.message = "Invalid request body."});
  if (const auto unknown = unknown_parameter(route->endpoint, *form, call.version)) {
    const std::string message = "Received unknown parameter: " + *unknown;
    return unstored(400, {.code = "parameter_unknown", .message = message, .param = *unknown});
  }
  if (const auto broken = broken_number(*form)) return invalid_number(*broken);
  return std::nullopt;
}

std::optional<Answer> Double::replay(const Call& call, std::int64_t now) {
  if (!keyed(call)) return std::nullopt;
  const auto* const kept = kept_.find(call.idempotency_key, now);
  if (kept == nullptr) return std::nullopt;
  if (kept->request != request_of(call)) {
    return unstored(400, {.type = "idempotency_error",
                          .message = "Keys for idempotent requests can only be used with the same "
                                     "parameters they were first used with."});
  }
  Answer again = kept->answer;
  again.replayed = true;
  return again;
}

Answer Double::answer(const Call& call, std::int64_t now, std::vector<Event>& events) {
  if (auto refusal = check(call)) return std::move(*refusal);
  if (auto again = replay(call, now)) return std::move(*again);
  return carry_out(call, now, events);
}

Answer Double::break_down(const Call& call, bool effect, std::int64_t now,
                          std::vector<Event>& events) {
  if (auto refusal = check(call)) return std::move(*refusal);
  if (auto again = replay(call, now)) return std::move(*again);
  if (effect) carry_out(call, now, events);
  Answer broken = error_answer(500, {.type = "api_error", .message = "An unknown error occurred."});
  if (keyed(call)) kept_.keep(call.idempotency_key, {request_of(call), broken}, now);
  return broken;
}

Answer Double::carry_out(const Call& call, std::int64_t now, std::vector<Event>& events) {
  ledger_.expire(now, events);
  const Form form = *Form::parse(call.method == "GET" ? call.query : call.body);
  Answer made = route(*find_route(call.method, call.path), form, call.version, now, events);
  if (keyed(call) && made.keep) kept_.keep(call.idempotency_key, {request_of(call), made}, now);
  return made;
}

Answer Double::route(const Route& route, const Form& form, std::string_view version,
                     std::int64_t now, std::vector<Event>& events) {
  const std::string token = form.text(token_parameter(version));
  switch (route.endpoint) {
    case Endpoint::create_intent: return ledger_.create(form, token, now, events);
    case Endpoint::get_intent: return ledger_.show(route.id, form);
    case Endpoint::search_intents: return ledger_.search(form.text("query"));
    case Endpoint::list_intents: return ledger_.list(form);
    case Endpoint::confirm_intent: return ledger_.confirm(route.id, form, token, now, events);
    case Endpoint::capture_intent: return ledger_.capture(route.id, form, events);
    case Endpoint::cancel_intent: return ledger_.cancel(route.id, form, events);
    case Endpoint::create_refund: return ledger_.refund(form, now, events);
    case Endpoint::get_refund: return ledger_.show_refund(route.id);
    case Endpoint::list_refunds: return ledger_.list_refunds(form);
    case Endpoint::get_granted_token: return ledger_.show_token(route.id, false);
    case Endpoint::create_issued_token: return ledger_.grant(form, true, now);
    case Endpoint::get_issued_token: return ledger_.show_token(route.id, true);
    case Endpoint::revoke_issued_token: return ledger_.revoke(route.id, true, now, events);
    case Endpoint::grant_test_token: return ledger_.grant(form, false, now);
    case Endpoint::calculate_tax: return taxes_.calculate(form, now);
    case Endpoint::get_tax_calculation: return taxes_.show_calculation(route.id, form, now);
    case Endpoint::list_calculation_lines: return taxes_.calculation_lines(route.id, form, now);
    case Endpoint::record_tax: return taxes_.record(form, now);
    case Endpoint::reverse_tax: return taxes_.reverse(form, now);
    case Endpoint::get_tax_transaction: return taxes_.show_transaction(route.id, form);
    case Endpoint::list_transaction_lines: return taxes_.transaction_lines(route.id, form);
    case Endpoint::revoke_test_token: break;
  }
  return ledger_.revoke(route.id, false, now, events);
}

}  // namespace till::stripe_double
