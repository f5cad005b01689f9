// ShownProducts: products with their index, as agents look at them. It never changes: whoever has
// other products makes another one. Private to commerce.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/product_catalog.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/product_index.h"

namespace till::commerce {

// Which of the items at these places can be had now, one after the other.
using InStock = std::function<std::vector<bool>(const std::vector<std::size_t>&)>;

// Any thread may call.
class ShownProducts {
 public:
  // `currency` is that of a range that names none. It takes time and memory by the items.
  ShownProducts(std::vector<CatalogItem> items, std::string currency);
  ShownProducts(const ShownProducts&) = delete;
  ShownProducts& operator=(const ShownProducts&) = delete;

  // As app::ProductCatalog has them.
  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped, std::size_t most,
                          const InStock& in_stock) const;
  app::ProductPage list(std::size_t skipped, std::size_t most, const InStock& in_stock) const;
  std::optional<app::Product> find(std::string_view id, const InStock& in_stock) const;

  const std::vector<CatalogItem>& items() const { return items_; }

 private:
  // What the words find; every item for words that are none.
  FoundItems found(std::string_view words) const;
  // Is the item's price in the range?
  bool costs(std::size_t at, const app::PriceRange& range) const;

  const std::vector<CatalogItem> items_;
  const std::string currency_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  mutable std::mutex mutex_;  // Of the index.
  const ProductIndex index_;
};

}  // namespace till::commerce
