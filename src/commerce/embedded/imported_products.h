// ImportedProducts: the items of a catalogue and what was imported beside them, as agents look at
// them: one list, the catalogue's items before others of the same rank. Private to commerce.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "app/ports/stock.h"
#include "app/product_catalog.h"
#include "commerce/embedded/imported.h"
#include "commerce/embedded/shown_products.h"

namespace till::commerce {

// The moment of a call, which says what is on sale, and the stock of the store.
struct Seen {
  Timestamp now;
  app::Stock& stock;
};

// Does not change; any thread may call.
class ImportedProducts {
 public:
  ImportedProducts(const Catalog& catalog, ImportedFile file);

  // As app::ProductCatalog has them; of a search no more than products::kMostFound are imported
  // ones. Of a file that cannot be read nothing is shown.
  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped, std::size_t most,
                          const Seen& seen) const;
  app::ProductPage list(std::size_t skipped, std::size_t most, const Seen& seen) const;
  std::optional<app::Product> find(std::string_view id, const Seen& seen) const;

 private:
  InStock stock_of_items(const Seen& seen) const;
  // Those of the file, by rank.
  RankedItems ranked_imports(const app::ProductQuery& query, const Seen& seen) const;
  std::vector<bool> in_stock(const std::vector<products::FoundProduct>& found,
                             const Seen& seen) const;
  void add_variants(app::Product& product, const Seen& seen) const;
  app::Product product(const products::Product& product, bool in_stock, Timestamp now) const;
  void add(const RankedItem& item, const Seen& seen, app::ProductPage& page) const;

  // Of the catalogue only what items are made with.
  const Catalog ways_;
  const ShownProducts shown_;
  const ImportedFile file_;
};

}  // namespace till::commerce
