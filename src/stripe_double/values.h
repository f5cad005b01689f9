// Values as Stripe takes them: amounts in its units, its least and its greatest, and addresses.
// Pure, and written apart from the gateway's tables, so that a mistake there shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stripe_double/answer.h"

namespace till::stripe_double {

// Why Stripe moves no such amount of the currency by `param`; nothing when it does.
std::optional<Answer> objection_to_part(std::int64_t amount, std::string_view currency,
                                        std::string_view param);

// The same of a new charge, which has a least and a greatest amount besides.
std::optional<Answer> objection_to_charge(std::int64_t amount, std::string_view currency);

// Why Stripe sends no receipt there, for which it refuses the whole charge; nothing for an address
// or an empty text.
std::optional<Answer> objection_to_receipt(std::string_view address);

}  // namespace till::stripe_double
