// EmbeddedCommerce: quotes from the catalogue and what was imported, with the stock that the store
// keeps.
#pragma once

#include <memory>
#include <mutex>

#include "app/commerce.h"
#include "app/ports/stock.h"
#include "app/tax_service.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/imported.h"

namespace till::commerce {

class Shelf;  // A catalogue prepared for quotes.

// Any thread may call.
class EmbeddedCommerce final : public app::Commerce {
 public:
  // Who reckons the taxes must outlive it; null: the catalogue does.
  EmbeddedCommerce(Catalog catalog, app::Stock& stock, ImportedFile file = nullptr,
                   app::TaxService* taxes = nullptr);

  // Sees one catalogue and one file from beginning to end. Suspends only for discounts that are
  // counted, and for a tax service. Without its answer there is no quote.
  Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                    Executor& executor) override;

  bool is_remote() const override { return taxes_ != nullptr; }

  // Takes over others for quotes to come.
  void replace(Catalog catalog, ImportedFile file = nullptr);

 private:
  std::shared_ptr<const Shelf> shelf() const;

  app::Stock& stock_;
  app::TaxService* const taxes_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Shelf> shelf_;
};

}  // namespace till::commerce
