// EmbeddedProducts: the catalogue and what was imported as agents look at them, with the stock that
// the store keeps.
#pragma once

#include <memory>
#include <mutex>

#include "app/ports/stock.h"
#include "app/product_catalog.h"
#include "base/clock.h"
#include "commerce/embedded/imported_products.h"

namespace till::commerce {

// Any thread may call.
class EmbeddedProducts final : public app::ProductCatalog {
 public:
  // The store and the clock must outlive it. Whoever may ever give it a file gives it a clock.
  EmbeddedProducts(const Catalog& catalog, app::Stock& stock, ImportedFile file = nullptr,
                   const Clock* clock = nullptr);

  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped,
                          std::size_t most) override;
  app::ProductPage list(std::size_t skipped, std::size_t most) override;
  std::optional<app::Product> find(std::string_view id) override;

  // Takes over others for calls to come.
  void replace(const Catalog& catalog, ImportedFile file = nullptr);

 private:
  // The same from the beginning to the end of a call.
  std::shared_ptr<const ImportedProducts> shown() const;
  Seen seen() const { return {clock_ == nullptr ? Timestamp() : clock_->now(), stock_}; }

  app::Stock& stock_;
  const Clock* const clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const ImportedProducts> shown_;
};

}  // namespace till::commerce
