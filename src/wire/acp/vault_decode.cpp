// delegate_payment's request (A24). Its codes are a closed list, so every fault is invalid_card.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "wire/acp/party_decode.h"
#include "wire/acp/request.h"
#include "wire/faults.h"

namespace till::wire {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The check digit that every card number ends with (DL-22).
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    int value = *digit - '0';
    if (doubled) value = value > 4 ? value * 2 - 9 : value * 2;
    sum += value;
    doubled = !doubled;
  }
  return sum % 10 == 0;
}

// An optional text of digits.
std::optional<std::string> digits(const Node& parent, std::string_view name, std::size_t least,
                                  std::size_t most) {
  const Node node = parent.member(name);
  if (!node.given()) return std::nullopt;
  std::string text = node.text({least, most});
  if (!all_digits(text)) node.invalid("digits only");
  return text;
}

void check_expiry(const Node& card, Timestamp now) {
  const auto month = digits(card, "exp_month", 2, 2);
  const auto year = digits(card, "exp_year", 4, 4);
  if (month && (*month < "01" || *month > "12")) {
    card.member("exp_month").invalid("a month from 01 to 12");
  }
  if (!month || !year) return;
  const std::string this_month = format_rfc3339(now).substr(0, 7);
  if (*year + "-" + *month < this_month) {
    card.member("exp_year").invalid("a card that has not expired");
  }
}

// An object of texts, such as metadata (DL-15).
std::map<std::string, std::string> decode_texts(const Node& node) {
  std::map<std::string, std::string> texts;
  if (!node.expect_object()) return texts;
  for (const auto& [name, value] : node.members()) texts.emplace(name, value.text({0, 512}));
  if (texts.size() > limits::kListEntries) node.invalid("fewer entries");
  return texts;
}

void decode_card(const Node& card, Timestamp now, checkout::VaultCommand& command) {
  if (!card.expect_object()) return;
  if (const Node type = card.need("type"); type.given()) decode_choice(type, {"card"});
  const Node number_type = card.need("card_number_type");
  const auto kind =
      number_type.given() ? decode_choice(number_type, {"fpan", "network_token"}) : std::nullopt;
  const Node number = card.need("number");
  if (number.given()) {
    std::string text = number.text({12, 19});
    const bool valid = all_digits(text) && (kind != std::size_t{0} || passes_luhn(text));
    if (!valid) number.invalid("a card number: 12 to 19 digits with a valid check digit");
    command.number = Secret(std::move(text));
  }
  const Node funding = card.need("display_card_funding_type");
  if (funding.given()) decode_choice(funding, {"credit", "debit", "prepaid"});
  if (const Node metadata = card.need("metadata"); metadata.given()) decode_texts(metadata);
  if (const Node is_virtual = card.member("virtual"); is_virtual.given()) is_virtual.boolean();
  if (const Node checks = card.member("checks_performed"); checks.given()) {
    for (const Node& check : checks.entries(limits::kListEntries)) {
      decode_choice(check, {"avs", "cvv", "ani", "auth0"});
    }
  }
  digits(card, "cvc", 3, 4);
  digits(card, "iin", 1, 8);
  digits(card, "display_last4", 4, 4);
  optional_text(card, "eci_value", {1, 2});
  for (const std::string_view name :
       {"name", "cryptogram", "display_wallet_type", "display_brand"}) {
    optional_text(card, name, {0, 256});
  }
  check_expiry(card, now);
}

// An ISO 4217 code as the schema's pattern has it: in lower case alone.
std::string decode_lower_currency(const Node& node) {
  std::string text = node.text({3, 3});
  const bool lower =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!lower) node.invalid("an ISO 4217 currency code in lower case such as usd");
  return text;
}

void decode_allowance(const Node& allowance, Timestamp now, checkout::VaultCommand& command) {
  if (!allowance.expect_object()) return;
  if (const Node reason = allowance.need("reason"); reason.given()) {
    decode_choice(reason, {"one_time"});
  }
  const Node amount = allowance.need("max_amount");
  if (amount.given()) command.max_amount = Amount{amount.integer(1, kAmountMax)};
  const Node currency = allowance.need("currency");
  if (currency.given()) command.currency = decode_lower_currency(currency);
  const Node session = allowance.need("checkout_session_id");
  if (session.given()) command.checkout_session_id = session.text();
  const Node merchant = allowance.need("merchant_id");
  if (merchant.given()) command.merchant_id = merchant.text();
  const Node expiry = allowance.need("expires_at");
  if (!expiry.given()) return;
  const auto expires_at = parse_rfc3339(expiry.text({1, 64}));
  if (!expires_at || *expires_at <= now) expiry.invalid("an RFC 3339 date-time in the future");
  command.expires_at = expires_at.value_or(now);
}

// True when one of the signals blocks the card (DL-14).
bool decode_risk_signals(const Node& signals) {
  bool blocked = false;
  for (const Node& signal : signals.entries(limits::kListEntries)) {
    if (!signal.expect_object()) return false;
    if (const Node type = signal.need("type"); type.given()) decode_choice(type, {"card_testing"});
    if (const Node score = signal.need("score"); score.given()) {
      score.integer(-kAmountMax, kAmountMax);
    }
    const Node action = signal.need("action");
    if (!action.given()) continue;
    blocked |= decode_choice(action, {"blocked", "manual_review", "authorized"}) == std::size_t{0};
  }
  return blocked;
}

}  // namespace

Decoded<checkout::VaultCommand> decode_delegate_payment(const Body& body, Timestamp now) {
  Faults faults(Blanks::absent);
  faults.only_code = checkout::RefusalCode::invalid_card;
  const Node root(body.root(), faults);
  checkout::VaultCommand command;
  const Node card = root.need("payment_method");
  if (card.given()) decode_card(card, now, command);
  const Node allowance = root.need("allowance");
  if (allowance.given()) decode_allowance(allowance, now, command);
  const Node signals = root.need("risk_signals");
  if (signals.given()) command.blocked = decode_risk_signals(signals);
  const Node metadata = root.need("metadata");
  if (metadata.given()) command.metadata = decode_texts(metadata);
  const Node address = root.member("billing_address");
  if (address.given()) decode_address(address);
  if (faults.first()) return refused(*faults.first());
  return command;
}

}  // namespace till::wire
