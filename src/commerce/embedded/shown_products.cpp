#include "commerce/embedded/shown_products.h"

#include <algorithm>
#include <utility>

#include "commerce/embedded/search_words.h"

namespace till::commerce {
namespace {

app::Product product_of(const CatalogItem& item, bool in_stock) {
  using checkout::FulfillmentType;
  app::Product product{item.id, item.title, item.description, item.unit_amount.by_currency()};
  product.in_stock = in_stock;
  product.links = item.links;
  if (item.digital) product.fulfillment.push_back(FulfillmentType::digital);
  if (item.ships) product.fulfillment.push_back(FulfillmentType::shipping);
  if (item.picked_up) product.fulfillment.push_back(FulfillmentType::pickup);
  if (item.delivered_locally) product.fulfillment.push_back(FulfillmentType::local_delivery);
  return product;
}

}  // namespace

ShownProducts::ShownProducts(std::vector<CatalogItem> items, std::string currency)
    : items_(std::move(items)), currency_(std::move(currency)), index_(items_) {
  for (std::size_t i = 0; i < items_.size(); ++i) by_id_.emplace(items_[i].id, i);
}

FoundItems ShownProducts::found(std::string_view words) const {
  if (!word_expressions(words).empty()) {
    const std::lock_guard lock(mutex_);
    return index_.search(words);
  }
  FoundItems all;
  for (std::size_t i = 0; i < items_.size(); ++i) all.items.push_back({i, 0});
  return all;
}

bool ShownProducts::costs(std::size_t at, const app::PriceRange& range) const {
  const auto& prices = items_[at].unit_amount.by_currency();
  const auto price = prices.find(range.currency.empty() ? currency_ : range.currency);
  return price != prices.end() && (!range.least || price->second >= *range.least) &&
         (!range.most || price->second <= *range.most);
}

app::ProductPage ShownProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                       std::size_t most, const InStock& in_stock) const {
  FoundItems matches = found(query.words);
  if (query.price) {
    std::erase_if(matches.items,
                  [this, &query](const FoundItem& item) { return !costs(item.at, *query.price); });
  }
  std::vector<std::size_t> places;
  places.reserve(matches.items.size());
  for (const FoundItem& item : matches.items) places.push_back(item.at);
  const std::vector<bool> stocked = in_stock(places);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (stocked[i] || !query.in_stock) order.push_back(i);
  }
  const auto rank = [&matches, &stocked](std::size_t i) {
    return std::pair(matches.items[i].words, static_cast<bool>(stocked[i]));
  };
  std::stable_sort(order.begin(), order.end(), [&rank](std::size_t left, std::size_t right) {
    return rank(left) > rank(right);
  });
  app::ProductPage page{{}, order.size(), matches.all_words};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  for (std::size_t i = skipped; i < end; ++i) {
    page.products.push_back(product_of(items_[places[order[i]]], stocked[order[i]]));
  }
  return page;
}

app::ProductPage ShownProducts::list(std::size_t skipped, std::size_t most,
                                     const InStock& in_stock) const {
  app::ProductPage page{{}, items_.size()};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  std::vector<std::size_t> places;
  for (std::size_t i = skipped; i < end; ++i) places.push_back(i);
  const std::vector<bool> stocked = in_stock(places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    page.products.push_back(product_of(items_[places[i]], stocked[i]));
  }
  return page;
}

std::optional<app::Product> ShownProducts::find(std::string_view id,
                                                const InStock& in_stock) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return product_of(items_[found->second], in_stock({found->second}).front());
}

}  // namespace till::commerce
