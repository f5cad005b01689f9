// PriceMemory: the prices that the rounds of a shop's feeds stated, the last one and those not long
// before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"

namespace till::products {

// An item in a currency, as a number of 64 bits, and what it cost there.
struct StatedPrice {
  std::uint64_t item = 0;
  Amount price;
  auto operator<=>(const StatedPrice&) const = default;
};
StatedPrice stated_price(std::string_view item, std::string_view currency, Amount price);

// No more of those that no feed states any more; the oldest are forgotten first.
inline constexpr std::size_t kMostFormerPrices = 1'000'000;

// Any thread may call; rounds are added one after the other. Takes 16 bytes for each price of the
// last round and 24 for each former one, and both twice while a round is added.
class PriceMemory {
 public:
  // For how long a price stands after the last round that stated it.
  explicit PriceMemory(Milliseconds kept, std::size_t most = kMostFormerPrices)
      : kept_(kept), most_(most) {}

  // A round is over that stated these prices, in any order, one also several times.
  void add_round(std::vector<StatedPrice> stated, Timestamp now);
  // The last round stated it, or one before it that is not too long ago.
  bool stands(const StatedPrice& price, Timestamp now) const;

 private:
  struct Former {
    StatedPrice stated;
    Timestamp until;
  };
  // In order, and no price twice in both together.
  struct Rounds {
    std::vector<StatedPrice> current;
    std::vector<Former> former;
  };
  std::shared_ptr<const Rounds> rounds() const;

  const Milliseconds kept_;
  const std::size_t most_;
  mutable std::mutex mutex_;  // Of what follows.
  std::shared_ptr<const Rounds> rounds_ = std::make_shared<const Rounds>();
};

}  // namespace till::products
