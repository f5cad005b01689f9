#include "commerce/embedded/embedded_products.h"

namespace till::commerce {

EmbeddedProducts::EmbeddedProducts(const Catalog& catalog, app::Stock& stock)
    : stock_(stock),
      shown_(std::make_shared<const ShownProducts>(catalog.items, catalog.currency)) {}

void EmbeddedProducts::replace(const Catalog& catalog) {
  auto next = std::make_shared<const ShownProducts>(catalog.items, catalog.currency);
  const std::lock_guard lock(mutex_);
  shown_.swap(next);
}

std::shared_ptr<const ShownProducts> EmbeddedProducts::shown() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

// A digital item needs no stock.
InStock EmbeddedProducts::stock_of(const ShownProducts& shown) const {
  return [this, &items = shown.items()](const std::vector<std::size_t>& places) {
    std::vector<std::string> ids;
    ids.reserve(places.size());
    for (const std::size_t at : places) ids.push_back(items[at].id);
    const std::vector<std::int64_t> available = stock_.available(ids);
    std::vector<bool> all;
    for (std::size_t i = 0; i < places.size(); ++i) {
      all.push_back(items[places[i]].digital || available[i] > 0);
    }
    return all;
  };
}

app::ProductPage EmbeddedProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                          std::size_t most) {
  const auto shop = shown();
  return shop->search(query, skipped, most, stock_of(*shop));
}

app::ProductPage EmbeddedProducts::list(std::size_t skipped, std::size_t most) {
  const auto shop = shown();
  return shop->list(skipped, most, stock_of(*shop));
}

std::optional<app::Product> EmbeddedProducts::find(std::string_view id) {
  const auto shop = shown();
  return shop->find(id, stock_of(*shop));
}

}  // namespace till::commerce
