#include "commerce/embedded/embedded_products.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "commerce/embedded/search_words.h"

namespace till::commerce {

// A catalogue with its index, from beginning to end of a call.
struct EmbeddedProducts::Shown {
  explicit Shown(const Catalog& catalog)
      : items(catalog.items), currency(catalog.currency), index(items) {
    for (std::size_t i = 0; i < items.size(); ++i) by_id.emplace(items[i].id, i);
  }
  // What the words find; every item for words that are none.
  FoundItems found(std::string_view words) const {
    if (!word_expressions(words).empty()) {
      const std::lock_guard lock(mutex);
      return index.search(words);
    }
    FoundItems all;
    for (std::size_t i = 0; i < items.size(); ++i) all.items.push_back({i, 0});
    return all;
  }
  // Is the item's price in the range?
  bool costs(std::size_t at, const app::PriceRange& range) const {
    const auto& prices = items[at].unit_amount.by_currency();
    const auto price = prices.find(range.currency.empty() ? currency : range.currency);
    return price != prices.end() && (!range.least || price->second >= *range.least) &&
           (!range.most || price->second <= *range.most);
  }

  const std::vector<CatalogItem> items;
  const std::string currency;
  std::unordered_map<std::string_view, std::size_t> by_id;
  mutable std::mutex mutex;  // Of the index.
  const ProductIndex index;
};

EmbeddedProducts::EmbeddedProducts(const Catalog& catalog, app::Stock& stock)
    : stock_(stock), shown_(std::make_shared<const Shown>(catalog)) {}

EmbeddedProducts::~EmbeddedProducts() = default;

void EmbeddedProducts::replace(const Catalog& catalog) {
  auto next = std::make_shared<const Shown>(catalog);
  const std::lock_guard lock(mutex_);
  shown_.swap(next);
}

std::shared_ptr<const EmbeddedProducts::Shown> EmbeddedProducts::shown() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

app::Product EmbeddedProducts::product_of(const CatalogItem& item) const {
  using checkout::FulfillmentType;
  app::Product product{item.id, item.title, item.description, item.unit_amount.by_currency()};
  product.in_stock = item.digital || stock_.available(std::span(&item.id, 1)).front() > 0;
  if (item.digital) product.fulfillment.push_back(FulfillmentType::digital);
  if (item.ships) product.fulfillment.push_back(FulfillmentType::shipping);
  if (item.picked_up) product.fulfillment.push_back(FulfillmentType::pickup);
  if (item.delivered_locally) product.fulfillment.push_back(FulfillmentType::local_delivery);
  return product;
}

std::vector<bool> EmbeddedProducts::in_stock(const Shown& shop,
                                             const std::vector<FoundItem>& items) const {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const FoundItem& item : items) ids.push_back(shop.items[item.at].id);
  const std::vector<std::int64_t> available = stock_.available(ids);
  std::vector<bool> all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    all.push_back(shop.items[items[i].at].digital || available[i] > 0);
  }
  return all;
}

app::ProductPage EmbeddedProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                          std::size_t most) {
  const auto shop = shown();
  FoundItems found = shop->found(query.words);
  if (query.price) {
    std::erase_if(found.items, [&shop, &query](const FoundItem& item) {
      return !shop->costs(item.at, *query.price);
    });
  }
  const std::vector<bool> stocked = in_stock(*shop, found.items);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < found.items.size(); ++i) {
    if (stocked[i] || !query.in_stock) order.push_back(i);
  }
  const auto rank = [&found, &stocked](std::size_t i) {
    return std::pair(found.items[i].words, static_cast<bool>(stocked[i]));
  };
  std::stable_sort(order.begin(), order.end(), [&rank](std::size_t left, std::size_t right) {
    return rank(left) > rank(right);
  });
  app::ProductPage page{{}, order.size(), found.all_words};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  for (std::size_t i = skipped; i < end; ++i) {
    page.products.push_back(product_of(shop->items[found.items[order[i]].at]));
  }
  return page;
}

app::ProductPage EmbeddedProducts::list(std::size_t skipped, std::size_t most) {
  const auto shop = shown();
  app::ProductPage page{{}, shop->items.size()};
  const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
  for (std::size_t i = skipped; i < end; ++i) page.products.push_back(product_of(shop->items[i]));
  return page;
}

std::optional<app::Product> EmbeddedProducts::find(std::string_view id) {
  const auto shop = shown();
  const auto found = shop->by_id.find(id);
  if (found == shop->by_id.end()) return std::nullopt;
  return product_of(shop->items[found->second]);
}

}  // namespace till::commerce
