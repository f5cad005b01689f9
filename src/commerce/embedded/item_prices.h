// What an item costs at a moment. Private to commerce.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "commerce/embedded/catalog.h"

namespace till::commerce {

struct ItemPrice {
  Amount amount;
  std::optional<Amount> list_amount;  // What it costs else, while a sale makes it cost less.
};

// Nothing when it is not sold in that currency.
std::optional<ItemPrice> price_at(const CatalogItem& item, const std::string& currency,
                                  Timestamp now);

// In all currencies: what it costs, and what it costs else where that is more.
struct ItemPrices {
  std::map<std::string, Amount> amounts;
  std::map<std::string, Amount> list_amounts;
};
ItemPrices prices_at(const CatalogItem& item, Timestamp now);

}  // namespace till::commerce
