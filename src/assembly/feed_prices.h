// FeedPrices: the prices of the feeds that this till keeps, for whoever honours them.
#pragma once

#include <string_view>

#include "app/published_prices.h"
#include "products/listings/price_memory.h"

namespace till::assembly {

class FeedPrices final : public app::PublishedPrices {
 public:
  // For how long a price stands after a feed stated it last.
  explicit FeedPrices(Milliseconds kept) : memory_(kept) {}

  bool stands(std::string_view item, std::string_view currency, Amount price,
              Timestamp now) const override {
    return memory_.stands(products::stated_price(item, currency, price), now);
  }
  products::PriceMemory& memory() { return memory_; }

 private:
  products::PriceMemory memory_;
};

}  // namespace till::assembly
