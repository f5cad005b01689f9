// Units: the unit in which Stripe counts the amounts of a currency, which is not always ISO's minor
// unit, and which amounts it takes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/amount.h"
#include "checkout/charge_limits.h"

namespace till::payments::stripe {

// The amount as Stripe counts it: 2000 of isk is 200000, 65000 of mga 650. Nothing when Stripe
// takes no such amount: a part of an ariary or króna, or thousandths of a dinar that do not end in
// 0.
std::optional<std::int64_t> to_stripe(Amount amount, std::string_view currency);

// The same for what only bounds a charge: the least amount Stripe takes that is not below it.
std::int64_t to_stripe_at_least(Amount amount, std::string_view currency);

// The amount that Stripe means. One that is no whole number of our units, and so none of ours,
// reads as -1; one that is too large for Till reads as the largest that Till has.
Amount from_stripe(std::int64_t amount, std::string_view currency);

// The same for a limit: the largest amount of ours within it.
Amount limit_from_stripe(std::int64_t amount, std::string_view currency);

// What may be charged in the currency, for an account that takes amounts of so many digits.
checkout::ChargeLimits charge_limits(std::string_view currency, int digits);

}  // namespace till::payments::stripe
