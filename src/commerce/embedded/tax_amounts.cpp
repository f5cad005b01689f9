#include "commerce/embedded/tax_amounts.h"

#include <algorithm>

namespace till::commerce {
namespace {

// More than an amount holds stays so, and is refused where the line is summed up.
Amount sum(Amount one, Amount other) {
  return CheckedSum().add(one).add(other).result().value_or(Amount{kAmountMax});
}

// The taxes on the price alone, which together hold one share of it.
std::int64_t plain_rate(const TaxesThere& taxes) {
  std::int64_t rate = 0;
  for (const TaxRate* tax : taxes) rate += tax->compound ? 0 : tax->parts_per_million;
  return rate;
}

}  // namespace

Amount tax_added(Amount net, const TaxesThere& taxes) {
  Amount added{};
  for (const TaxRate* tax : taxes) {
    if (!tax->compound) added = sum(added, fraction_half_up(net, tax->parts_per_million, kMillion));
  }
  for (const TaxRate* tax : taxes) {
    if (!tax->compound) continue;
    added = sum(added, fraction_half_up(sum(net, added), tax->parts_per_million, kMillion));
  }
  return added;
}

Amount tax_within(Amount gross, const TaxesThere& taxes) {
  Amount net = gross;
  // Backwards: the last compound tax lies on everything before it.
  for (auto at = taxes.rbegin(); at != taxes.rend(); ++at) {
    const std::int64_t rate = (*at)->parts_per_million;
    if ((*at)->compound) net.minor -= fraction_half_up(net, rate, kMillion + rate).minor;
  }
  const std::int64_t rate = plain_rate(taxes);
  net.minor -= fraction_half_up(net, rate, kMillion + rate).minor;
  return {gross.minor - net.minor};
}

}  // namespace till::commerce
