#include "checkout/shares.h"

#include <cstddef>
#include <cstdint>

namespace till::checkout {

std::vector<Amount> shares_of(Amount amount, const std::vector<Amount>& costs) {
  std::int64_t sum = 0;
  for (const Amount& cost : costs) sum += cost.minor;
  std::vector<Amount> shares(costs.size());
  if (sum == 0) return shares;
  // Each ends where the next begins, so that what is rounded here is made good there.
  std::int64_t so_far = 0;
  Amount begin{};
  for (std::size_t i = 0; i < costs.size(); ++i) {
    so_far += costs[i].minor;
    const Amount end = fraction_half_up(amount, so_far, sum);
    shares[i] = {end.minor - begin.minor};
    begin = end;
  }
  return shares;
}

}  // namespace till::checkout
