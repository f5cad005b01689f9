// Prices: what something costs, in each currency that it is sold in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/amount.h"

namespace till::commerce {

class Prices {
 public:
  static Prices of(std::map<std::string, Amount> amounts) {
    Prices prices;
    prices.amounts_ = std::move(amounts);
    return prices;
  }
  // Zero in whatever currency.
  static Prices nothing() {
    Prices prices;
    prices.nothing_ = true;
    return prices;
  }
  std::optional<Amount> in(const std::string& currency) const {
    if (nothing_) return Amount{0};
    const auto found = amounts_.find(currency);
    return found == amounts_.end() ? std::nullopt : std::optional(found->second);
  }
  // Empty when it is nothing().
  const std::map<std::string, Amount>& by_currency() const { return amounts_; }
  bool operator==(const Prices&) const = default;

 private:
  std::map<std::string, Amount> amounts_;
  bool nothing_ = false;
};

}  // namespace till::commerce
