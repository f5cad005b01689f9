// Amounts: integer minor units of a currency that the surrounding value names (TR-03).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace till {

// The largest amount Till states: 2^53 - 1, the largest integer every JSON reader keeps exact.
inline constexpr std::int64_t kAmountMax = 9'007'199'254'740'991;

// A number of minor units (cents of USD, whole yen). Zero unless set. A plain value.
struct Amount {
  std::int64_t minor = 0;
  auto operator<=>(const Amount&) const = default;
};

// Adds up amounts and remembers whether any step left [-kAmountMax, kAmountMax]; once out of
// range it stays so, and result() is empty: totals are refused, never wrapped.
class CheckedSum {
 public:
  CheckedSum& add(Amount amount) { return accumulate(amount.minor, false); }
  CheckedSum& subtract(Amount amount) { return accumulate(amount.minor, true); }
  // The sum, or nothing when a step overflowed.
  std::optional<Amount> result() const {
    return overflowed_ ? std::nullopt : std::optional<Amount>(Amount{sum_});
  }

 private:
  CheckedSum& accumulate(std::int64_t minor, bool negative);
  std::int64_t sum_ = 0;
  bool overflowed_ = false;
};

// unit * quantity, or nothing when the product exceeds kAmountMax. quantity >= 0.
std::optional<Amount> checked_product(Amount unit, std::int64_t quantity);

// amount * numerator / denominator rounded half up (LT-18). amount, numerator >= 0,
// denominator > 0; the result never exceeds amount when numerator <= denominator.
Amount fraction_half_up(Amount amount, std::int64_t numerator, std::int64_t denominator);

}  // namespace till
