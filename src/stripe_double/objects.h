// What the double keeps: tokens, PaymentIntents and refunds, and what they are in JSON. Plain
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stripe_double/form.h"

namespace till::stripe_double {

// What a test payment method does. Stripe's own: pm_card_visa, _mastercard, _amex, _discover,
// _visa_debit (approve), _chargeDeclined, _visa_chargeDeclined, _chargeDeclinedInsufficientFunds,
// _threeDSecure2Required. Ours: pm_double_processing (decided later), pm_double_review (charged,
// and a person is to look at it), pm_double_block (Stripe recommends to block it).
enum class Behaviour { approve, decline, no_funds, authenticate, process, review, block };

std::optional<Behaviour> behaviour_of(std::string_view payment_method);

struct Token {
  std::string id;
  Behaviour behaviour = Behaviour::approve;
  std::string currency;
  std::int64_t most = 0;
  std::optional<std::int64_t> expires_at;  // Seconds.
  std::int64_t created = 0;
  std::string deactivated_reason;  // Empty while it is good.
  std::int64_t deactivated_at = 0;
  std::int64_t captured = 0;
};

struct Intent {
  std::string id;
  std::string status;
  std::int64_t amount = 0;
  std::int64_t capturable = 0;
  std::int64_t received = 0;
  std::int64_t refunded = 0;  // Pending refunds included.
  std::int64_t released = 0;  // Was set aside and is not captured; a charge shows it as refunded.
  std::string currency;
  bool manual = false;  // capture_method.
  std::vector<Form::Field> metadata;
  std::string token;
  std::int64_t created = 0;
  std::string decline_code;  // Of the last try; empty when it was not declined.
  bool not_authenticated = false;
  bool review = false;
  std::string cancellation_reason;

  // The text of a metadata field; empty when it has none.
  std::string meta(std::string_view name) const;
  // Whether the bank was asked.
  bool charged() const {
    return !token.empty() && status != "requires_action" && !not_authenticated;
  }
  bool took_money() const { return status == "succeeded" || status == "requires_capture"; }
};

struct Refund {
  std::string id;
  std::string intent;
  std::int64_t amount = 0;
  std::string currency;
  std::string status;
  std::vector<Form::Field> metadata;
  std::int64_t created = 0;
};

// A webhook event without its envelope.
struct Event {
  std::string type;
  std::string object;  // JSON
};

std::string granted_token_json(const Token& token);
std::string issued_token_json(const Token& token);
// Its charge is an id unless it is expanded, and null while there was no try to charge.
std::string intent_json(const Intent& intent, bool expand_charge = false);
std::string charge_id(const Intent& intent);
// The charge of an intent, as charge.refunded shows it.
std::string charge_json(const Intent& intent);
std::string refund_json(const Refund& refund);

// A review of an intent that was opened or closed.
Event review_event(const std::string& intent, bool opened, std::string_view reason);

}  // namespace till::stripe_double
