// EmbeddedProducts: the catalogue as agents look at it, with the stock that the store keeps.
#pragma once

#include <memory>
#include <mutex>

#include "app/ports/stock.h"
#include "app/product_catalog.h"
#include "commerce/embedded/shown_products.h"

namespace till::commerce {

// Any thread may call.
class EmbeddedProducts final : public app::ProductCatalog {
 public:
  // The store must outlive it.
  EmbeddedProducts(const Catalog& catalog, app::Stock& stock);

  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped,
                          std::size_t most) override;
  app::ProductPage list(std::size_t skipped, std::size_t most) override;
  std::optional<app::Product> find(std::string_view id) override;

  // Takes over another catalogue for calls to come.
  void replace(const Catalog& catalog);

 private:
  // One catalogue, from the beginning to the end of a call.
  std::shared_ptr<const ShownProducts> shown() const;
  InStock stock_of(const ShownProducts& shown) const;

  app::Stock& stock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const ShownProducts> shown_;
};

}  // namespace till::commerce
