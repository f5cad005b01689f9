#include "products/listings/price_memory.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "products/file/product_file.h"

namespace till::products {

StatedPrice stated_price(std::string_view item, std::string_view currency, Amount price) {
  // A currency has three letters, so that no two items are called the same.
  return {number_of_id(std::string(currency).append(item)), price};
}

std::shared_ptr<const PriceMemory::Rounds> PriceMemory::rounds() const {
  const std::lock_guard lock(mutex_);
  return rounds_;
}

void PriceMemory::add_round(std::vector<StatedPrice> stated, Timestamp now) {
  const auto last = rounds();
  Rounds next;
  next.current = std::move(stated);
  std::sort(next.current.begin(), next.current.end());
  const auto repeated = std::unique(next.current.begin(), next.current.end());
  next.current.erase(repeated, next.current.end());
  const auto is_current = [&next](const StatedPrice& price) {
    return std::binary_search(next.current.begin(), next.current.end(), price);
  };
  for (const StatedPrice& each : last->current) {
    if (!is_current(each)) next.former.push_back({each, now});
  }
  for (const Former& each : last->former) {
    if (!is_current(each.stated) && now - each.until <= kept_) next.former.push_back(each);
  }
  if (next.former.size() > most_) {
    const auto end = next.former.begin() + static_cast<std::ptrdiff_t>(most_);
    std::nth_element(
        next.former.begin(), end, next.former.end(),
        [](const Former& one, const Former& other) { return one.until > other.until; });
    next.former.erase(end, next.former.end());
  }
  std::sort(next.former.begin(), next.former.end(),
            [](const Former& one, const Former& other) { return one.stated < other.stated; });
  auto shared = std::make_shared<const Rounds>(std::move(next));
  const std::lock_guard lock(mutex_);
  rounds_.swap(shared);
}

bool PriceMemory::stands(const StatedPrice& price, Timestamp now) const {
  const auto known = rounds();
  if (std::binary_search(known->current.begin(), known->current.end(), price)) return true;
  const auto found = std::lower_bound(
      known->former.begin(), known->former.end(), price,
      [](const Former& one, const StatedPrice& wanted) { return one.stated < wanted; });
  return found != known->former.end() && found->stated == price && now - found->until <= kept_;
}

}  // namespace till::products
