// Numbers, prices, measures and dates as feeds write them. What cannot be read is refused with a
// sentence that says how to write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/amount.h"
#include "base/clock.h"
#include "base/result.h"

namespace till::products {

using Sentence = std::string;

struct Money {
  Amount amount;
  std::string currency;  // In lower case.
  bool operator==(const Money&) const = default;
};

// "15.00 USD", "USD 15", "1.234,50 EUR", "1,234.50": the last of two kinds of separators is the
// decimal one. Refused where 1,234 or 1.234 may be both, where the currency has fewer decimals, and
// below zero. `currency` is that of a text without one; empty: there is none.
Result<Money, Sentence> money_of(std::string_view text, std::string_view currency);

// "1.5 kg", "12 oz"; `unit` is that of a text without one.
Result<std::int64_t, Sentence> grams_of(std::string_view text, std::string_view unit);

// "20 cm", "8 in".
Result<std::int64_t, Sentence> millimetres_of(std::string_view text, std::string_view unit);

// A whole number; "12.0" is one, as spreadsheets write it.
std::optional<std::int64_t> whole_of(std::string_view text);

// true, yes, 1 and their opposites.
std::optional<bool> flag_of(std::string_view text);

// Which moment of a day is meant by a date without a time.
enum class Day : std::uint8_t { begin, end };

// "2026-11-27T08:00-0800", "2026-11-27 08:00", "2026-11-27"; UTC where no offset is told.
std::optional<Timestamp> moment_of(std::string_view text, Day day);

// 8, 12, 13 or 14 digits with the right check digit; blanks and hyphens are left out.
Result<std::string, Sentence> gtin_of(std::string_view text);

}  // namespace till::products
