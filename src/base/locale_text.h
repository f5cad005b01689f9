// How amounts and times read in the languages that ship.
#pragma once

#include <string>
#include <string_view>

#include "base/amount.h"
#include "base/clock.h"
#include "base/language.h"

namespace till {

// The amount with the sign or the code of its currency, as people of the language write it:
// "$14.50", "14,50 €", "￥1,450", "KWD 1.005". `currency` is of ISO 4217 in lower case.
std::string money_text(Amount amount, std::string_view currency, Language language);

// The day and the minute: "November 24, 2026, 10:00 UTC", "24. November 2026, 10:00 UTC".
std::string moment_text(Timestamp time, Language language);

}  // namespace till
