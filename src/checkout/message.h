// Messages: what an agent should know or mend about a session (A11).
#pragma once

#include <optional>
#include <string>

#include "checkout/field.h"
#include "checkout/texts.h"

namespace till::checkout {

enum class MessageType { info, warning, error };

// Codes of errors (ME-03) and warnings (ME-02); `none` only on an info, which has no code.
enum class MessageCode {
  none,
  missing,
  invalid,
  out_of_stock,
  payment_declined,
  requires_3ds,
  region_restricted,
  unsupported,
  conflict,
  intervention_required,
  price_change,
  discount_code_expired,
  discount_code_invalid,
  discount_code_already_applied,
  discount_code_minimum_not_met,
  discount_code_user_not_logged_in,
  discount_code_combination_disallowed,
  discount_code_user_ineligible,
  discount_code_usage_limit_reached,
};

// Who can mend it (ME-05).
enum class Resolution { recoverable, requires_buyer_input, requires_buyer_review };

struct Message {
  MessageType type = MessageType::info;
  MessageCode code = MessageCode::none;
  Field field;                           // The whole session when it names no member.
  std::optional<Resolution> resolution;  // Always set on errors.
  Text text;
  bool operator==(const Message&) const = default;
};

// A legal text that a seller shows with an item (MD-04).
struct Disclosure {
  bool markdown = false;  // CommonMark without raw HTML; plain text otherwise.
  std::string content;
  bool operator==(const Disclosure&) const = default;
};

}  // namespace till::checkout
