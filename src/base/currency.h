// Currencies of ISO 4217, in lower case as the protocol spells them.
#pragma once

#include <string>
#include <string_view>

#include "base/amount.h"

namespace till {

// Is it such a code, of money that people pay with?
bool is_currency(std::string_view code);

// How many decimals a minor unit of the currency is: 2 unless ISO 4217 says otherwise.
int minor_unit_digits(std::string_view currency);

// The amount in major units: 1450 is "14.50" in usd, "1450" in jpy and "1.450" in kwd.
std::string decimal_text(Amount amount, std::string_view currency);

}  // namespace till
