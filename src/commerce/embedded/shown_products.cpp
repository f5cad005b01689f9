#include "commerce/embedded/shown_products.h"

#include <algorithm>
#include <utility>

#include "commerce/embedded/item_prices.h"
#include "products/search/search_words.h"

namespace till::commerce {

app::Product product_of(const CatalogItem& item, bool in_stock, Timestamp now) {
  using checkout::FulfillmentType;
  ItemPrices prices = prices_at(item, now);
  app::Product product{item.id, item.title, item.description, std::move(prices.amounts)};
  product.list_prices = std::move(prices.list_amounts);
  product.in_stock = in_stock;
  product.links = item.links;
  product.facts = checkout::facts_at(item.facts, now);
  if (item.digital) product.fulfillment.push_back(FulfillmentType::digital);
  if (item.ships) product.fulfillment.push_back(FulfillmentType::shipping);
  if (item.picked_up) product.fulfillment.push_back(FulfillmentType::pickup);
  if (item.delivered_locally) product.fulfillment.push_back(FulfillmentType::local_delivery);
  return product;
}

void join_variants(std::vector<RankedItem>& items) {
  std::unordered_map<std::uint64_t, std::size_t> first;
  std::size_t kept = 0;
  for (const RankedItem& item : items) {
    if (item.group != 0) {
      const auto [known, added] = first.emplace(item.group, kept);
      if (!added) {
        ++items[known->second].other_variants;
        continue;
      }
    }
    items[kept++] = item;
  }
  items.resize(kept);
}

ShownProducts::ShownProducts(std::vector<CatalogItem> items, std::string currency)
    : items_(std::move(items)), currency_(std::move(currency)), index_(items_) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    by_id_.emplace(items_[i].id, i);
    const checkout::SharedFacts& facts = items_[i].facts;
    if (facts && facts->group) by_group_[*facts->group].push_back(i);
  }
  std::uint64_t number = 0;
  for (const auto& [group, places] : by_group_) {
    ++number;
    for (const std::size_t place : places) groups_.emplace(place, number);
  }
}

FoundItems ShownProducts::found(std::string_view words) const {
  if (!products::word_expressions(words).empty()) {
    const std::lock_guard lock(mutex_);
    return index_.search(words);
  }
  FoundItems all;
  for (std::size_t i = 0; i < items_.size(); ++i) all.items.push_back({i, 0});
  return all;
}

bool ShownProducts::costs(std::size_t at, const app::PriceRange& range, Timestamp now) const {
  const auto price = price_at(items_[at], range.currency.empty() ? currency_ : range.currency, now);
  return price && (!range.least || price->amount >= *range.least) &&
         (!range.most || price->amount <= *range.most);
}

RankedItems ShownProducts::ranked(const app::ProductQuery& query, const InStock& in_stock,
                                  Timestamp now) const {
  FoundItems matches = found(query.words);
  if (query.price) {
    std::erase_if(matches.items, [this, &query, now](const FoundItem& item) {
      return !costs(item.at, *query.price, now);
    });
  }
  std::vector<std::size_t> places;
  places.reserve(matches.items.size());
  for (const FoundItem& item : matches.items) places.push_back(item.at);
  const std::vector<bool> stocked = in_stock(places);
  RankedItems ranked{{}, matches.all_words};
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!stocked[i] && query.in_stock) continue;
    const auto group = groups_.find(places[i]);
    ranked.items.push_back({places[i], matches.items[i].words, stocked[i],
                            group == groups_.end() ? 0 : group->second});
  }
  std::stable_sort(ranked.items.begin(), ranked.items.end(),
                   [](const RankedItem& left, const RankedItem& right) {
                     return std::pair(left.words, left.in_stock) >
                            std::pair(right.words, right.in_stock);
                   });
  if (query.join_variants) join_variants(ranked.items);
  return ranked;
}

app::Product ShownProducts::product(const RankedItem& item, Timestamp now) const {
  app::Product shown = product_of(items_[item.at], item.in_stock, now);
  shown.other_variants = item.other_variants;
  return shown;
}

app::ProductPage ShownProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                       std::size_t most, const InStock& in_stock,
                                       Timestamp now) const {
  const RankedItems found = ranked(query, in_stock, now);
  app::ProductPage page{{}, found.items.size(), found.all_words};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  for (std::size_t i = skipped; i < end; ++i) {
    page.products.push_back(product(found.items[i], now));
  }
  return page;
}

app::ProductPage ShownProducts::list(std::size_t skipped, std::size_t most, const InStock& in_stock,
                                     Timestamp now) const {
  app::ProductPage page{{}, items_.size()};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  std::vector<std::size_t> places;
  for (std::size_t i = skipped; i < end; ++i) places.push_back(i);
  const std::vector<bool> stocked = in_stock(places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    page.products.push_back(product_of(items_[places[i]], stocked[i], now));
  }
  return page;
}

void ShownProducts::add_variants(app::Product& product, const InStock& in_stock,
                                 Timestamp now) const {
  if (!product.facts || !product.facts->group) return;
  std::vector<std::size_t> places = by_group_.at(*product.facts->group);
  product.more_variants = places.size() > app::kMostVariants;
  places.resize(std::min(places.size(), app::kMostVariants));
  const std::vector<bool> stocked = in_stock(places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    product.variants.push_back(product_of(items_[places[i]], stocked[i], now));
  }
}

std::optional<app::Product> ShownProducts::find(std::string_view id, const InStock& in_stock,
                                                Timestamp now) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  app::Product product = product_of(items_[found->second], in_stock({found->second}).front(), now);
  add_variants(product, in_stock, now);
  return product;
}

}  // namespace till::commerce
