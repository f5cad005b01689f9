#include "commerce/embedded/embedded_products.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "commerce/embedded/product_index.h"

namespace till::commerce {

// A catalogue with its index, from beginning to end of a call.
struct EmbeddedProducts::Shown {
  explicit Shown(const Catalog& catalog) : items(catalog.items), index(items) {
    for (std::size_t i = 0; i < items.size(); ++i) by_id.emplace(items[i].id, i);
  }
  const std::vector<CatalogItem> items;
  std::unordered_map<std::string_view, std::size_t> by_id;
  mutable std::mutex mutex;  // Of the index.
  const ProductIndex index;
};

EmbeddedProducts::EmbeddedProducts(const Catalog& catalog, app::Store& store)
    : store_(store), shown_(std::make_shared<const Shown>(catalog)) {}

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
  product.in_stock = item.digital || store_.available(std::span(&item.id, 1)).front() > 0;
  if (item.digital) product.fulfillment.push_back(FulfillmentType::digital);
  if (item.ships) product.fulfillment.push_back(FulfillmentType::shipping);
  if (item.picked_up) product.fulfillment.push_back(FulfillmentType::pickup);
  if (item.delivered_locally) product.fulfillment.push_back(FulfillmentType::local_delivery);
  return product;
}

app::ProductPage EmbeddedProducts::search(std::string_view query, std::size_t skipped,
                                          std::size_t most) {
  const auto shop = shown();
  app::ProductPage page;
  if (match_expression(query).empty()) {
    page.total = shop->items.size();
    const std::size_t end = std::min(page.total, skipped + std::min(most, page.total));
    for (std::size_t i = skipped; i < end; ++i) page.products.push_back(product_of(shop->items[i]));
    return page;
  }
  FoundItems found;
  {
    const std::lock_guard lock(shop->mutex);
    found = shop->index.search(query, skipped, most);
  }
  page.total = found.total;
  for (const std::size_t at : found.items) page.products.push_back(product_of(shop->items[at]));
  return page;
}

std::optional<app::Product> EmbeddedProducts::find(std::string_view id) {
  const auto shop = shown();
  const auto found = shop->by_id.find(id);
  if (found == shop->by_id.end()) return std::nullopt;
  return product_of(shop->items[found->second]);
}

}  // namespace till::commerce
