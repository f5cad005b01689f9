// PublishedPrices: what the shop's own feeds said that items cost.
#pragma once

#include <string_view>

#include "base/amount.h"
#include "base/clock.h"

namespace till::app {

// Implementations may be called from any thread and never block.
class PublishedPrices {
 public:
  virtual ~PublishedPrices() = default;
  // A feed says so, or did so not long ago, as the seller counts it: an agent that shows the price
  // in good faith may sell for it.
  virtual bool stands(std::string_view item, std::string_view currency, Amount price,
                      Timestamp now) const = 0;
};

}  // namespace till::app
