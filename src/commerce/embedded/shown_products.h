// ShownProducts: products with their index, as agents look at them. It never changes: whoever has
// other products makes another one. Private to commerce.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/product_catalog.h"
#include "base/clock.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/product_index.h"

namespace till::commerce {

// Which of the items at these places can be had now, one after the other.
using InStock = std::function<std::vector<bool>(const std::vector<std::size_t>&)>;

// An item that is found, by what decides its rank.
struct RankedItem {
  std::size_t at = 0;
  std::size_t words = 0;  // How many words of the query it holds.
  bool in_stock = false;
  std::uint64_t group = 0;         // A number of its group; 0: it has none.
  std::size_t other_variants = 0;  // Of its group that were joined with it.
};

struct RankedItems {
  std::vector<RankedItem> items;  // The first is shown first.
  bool all_words = true;          // As FoundItems has it.
};

// Leaves of each group the first, in the order that they have.
void join_variants(std::vector<RankedItem>& items);

// As it is shown at that moment, without its variants.
app::Product product_of(const CatalogItem& item, bool in_stock, Timestamp now);

// Any thread may call. The moment says what is on sale; items without sales and dates do not need
// one.
class ShownProducts {
 public:
  // `currency` is that of a range that names none. It takes time and memory by the items.
  ShownProducts(std::vector<CatalogItem> items, std::string currency);
  ShownProducts(const ShownProducts&) = delete;
  ShownProducts& operator=(const ShownProducts&) = delete;

  // As app::ProductCatalog has them.
  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped, std::size_t most,
                          const InStock& in_stock, Timestamp now = {}) const;
  // The same, all of it and not yet as products.
  RankedItems ranked(const app::ProductQuery& query, const InStock& in_stock,
                     Timestamp now = {}) const;
  app::Product product(const RankedItem& item, Timestamp now = {}) const;
  app::ProductPage list(std::size_t skipped, std::size_t most, const InStock& in_stock,
                        Timestamp now = {}) const;
  std::optional<app::Product> find(std::string_view id, const InStock& in_stock,
                                   Timestamp now = {}) const;

  const std::string& currency() const { return currency_; }
  const std::vector<CatalogItem>& items() const { return items_; }

 private:
  // What the words find; every item for words that are none.
  FoundItems found(std::string_view words) const;
  // Is the item's price in the range?
  bool costs(std::size_t at, const app::PriceRange& range, Timestamp now) const;
  void add_variants(app::Product& product, const InStock& in_stock, Timestamp now) const;

  const std::vector<CatalogItem> items_;
  const std::string currency_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_group_;
  std::unordered_map<std::size_t, std::uint64_t> groups_;  // The number of the group, by the place.
  mutable std::mutex mutex_;                               // Of the index.
  const ProductIndex index_;
};

}  // namespace till::commerce
