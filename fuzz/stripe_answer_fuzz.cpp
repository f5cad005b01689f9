// Any bytes as Stripe's answer: read without fault, doubt unless it is what was asked for, and
// nothing comes out that may not stand in a path.
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/ensure.h"
#include "payments/stripe/classify.h"
#include "payments/stripe/form.h"
#include "payments/stripe/token_rules.h"

namespace {

using namespace till;
using namespace till::payments::stripe;

constexpr int kStatuses[] = {0, 200, 302, 400, 401, 402, 403, 404, 409, 429, 500, 503};

void check_charge(const Answer& answer) {
  app::ChargeRequest request;
  request.amount = {1450};
  request.currency = "usd";
  const ChargeReading reading = classify(read_intent(answer), request);
  TILL_ENSURE(reading.reference.empty() || is_identifier(reading.reference));
  if (reading.finding == Finding::approved) {
    TILL_ENSURE(answer.status == 200 && !reading.reference.empty());
    TILL_ENSURE(answer.body.find("1450") != std::string::npos);
  }
  if (reading.finding == Finding::refused && answer.status != 200) {
    TILL_ENSURE(answer.status >= 400 && answer.status < 500 && answer.status != 409);
  }
}

void check_token(const Answer& answer) {
  const auto reading = read_token(answer);
  const auto* token = std::get_if<GrantedToken>(&reading);
  if (token == nullptr) return;
  TILL_ENSURE(token->captured.minor >= 0);
  const Timestamp now{1'795'514'400'000};
  if (misuse(*token, std::nullopt, {1450}, "usd", now)) return;
  TILL_ENSURE(token->currency.empty() || token->remaining.minor >= 1450);
}

void check_refunds(const Answer& answer) {
  const auto one = read_refund(answer);
  if (const auto* refund = std::get_if<Refund>(&one)) TILL_ENSURE(is_identifier(refund->id));
  const auto list = read_refund_list(answer);
  const auto* refunds = std::get_if<std::vector<Refund>>(&list);
  if (refunds == nullptr) return;
  for (const Refund& refund : *refunds) TILL_ENSURE(is_identifier(refund.id));
}

}  // namespace

// The first byte chooses the status.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Answer answer;
  answer.status = kStatuses[data[0] % std::size(kStatuses)];
  answer.body.assign(reinterpret_cast<const char*>(data + 1), size - 1);
  check_charge(answer);
  check_token(answer);
  check_refunds(answer);
  return 0;
}
