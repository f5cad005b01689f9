#include "base/amount.h"

#include "base/ensure.h"

namespace till {

CheckedSum& CheckedSum::accumulate(std::int64_t minor, bool negative) {
  std::int64_t next = 0;
  const bool wrapped = negative ? __builtin_sub_overflow(sum_, minor, &next)
                                : __builtin_add_overflow(sum_, minor, &next);
  if (wrapped || next > kAmountMax || next < -kAmountMax) {
    overflowed_ = true;
    return *this;
  }
  sum_ = next;
  return *this;
}

std::optional<Amount> checked_product(Amount unit, std::int64_t quantity) {
  TILL_ENSURE(quantity >= 0);
  std::int64_t product = 0;
  if (__builtin_mul_overflow(unit.minor, quantity, &product) || product > kAmountMax) {
    return std::nullopt;
  }
  return Amount{product};
}

Amount fraction_half_up(Amount amount, std::int64_t numerator, std::int64_t denominator) {
  TILL_ENSURE(amount.minor >= 0 && numerator >= 0 && denominator > 0);
  __extension__ using Wide = __int128;  // The product of two int64 values always fits.
  const Wide doubled = static_cast<Wide>(amount.minor) * numerator * 2 + denominator;
  const Wide rounded = doubled / (static_cast<Wide>(denominator) * 2);
  TILL_ENSURE(rounded <= kAmountMax);
  return Amount{static_cast<std::int64_t>(rounded)};
}

}  // namespace till
