// EmbeddedProducts: the catalogue as agents look at it, with the stock that the store keeps.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "app/ports/stock.h"
#include "app/product_catalog.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/product_index.h"

namespace till::commerce {

// Any thread may call.
class EmbeddedProducts final : public app::ProductCatalog {
 public:
  // The store must outlive it.
  EmbeddedProducts(const Catalog& catalog, app::Stock& stock);
  ~EmbeddedProducts() override;

  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped,
                          std::size_t most) override;
  app::ProductPage list(std::size_t skipped, std::size_t most) override;
  std::optional<app::Product> find(std::string_view id) override;

  // Takes over another catalogue for calls to come.
  void replace(const Catalog& catalog);

 private:
  struct Shown;
  std::shared_ptr<const Shown> shown() const;
  std::vector<bool> in_stock(const Shown& shop, const std::vector<FoundItem>& items) const;
  app::Product product_of(const CatalogItem& item) const;

  app::Stock& stock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Shown> shown_;
};

}  // namespace till::commerce
