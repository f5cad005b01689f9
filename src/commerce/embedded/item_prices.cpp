#include "commerce/embedded/item_prices.h"

namespace till::commerce {
namespace {

bool holds(const std::optional<ItemSale>& sale, Timestamp now) {
  return sale && (!sale->from || *sale->from <= now) && (!sale->until || now < *sale->until);
}

}  // namespace

std::optional<ItemPrice> price_at(const CatalogItem& item, const std::string& currency,
                                  Timestamp now) {
  const auto stated = item.unit_amount.in(currency);
  const auto reduced = holds(item.sale, now) ? item.sale->prices.in(currency) : std::nullopt;
  if (!reduced) return stated ? std::optional(ItemPrice{*stated, {}}) : std::nullopt;
  return ItemPrice{*reduced, stated > reduced ? stated : std::nullopt};
}

ItemPrices prices_at(const CatalogItem& item, Timestamp now) {
  ItemPrices prices{item.unit_amount.by_currency(), {}};
  if (!holds(item.sale, now)) return prices;
  for (const auto& [currency, amount] : item.sale->prices.by_currency()) {
    const auto [known, added] = prices.amounts.emplace(currency, amount);
    if (added) continue;
    if (known->second > amount) prices.list_amounts[currency] = known->second;
    known->second = amount;
  }
  return prices;
}

}  // namespace till::commerce
