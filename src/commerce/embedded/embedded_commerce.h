// EmbeddedCommerce: quotes from the catalogue, with the stock that the store keeps.
#pragma once

#include <memory>
#include <mutex>

#include "app/commerce.h"
#include "app/ports/stock.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

class Shelf;  // A catalogue prepared for quotes.

// Any thread may call.
class EmbeddedCommerce final : public app::Commerce {
 public:
  EmbeddedCommerce(Catalog catalog, app::Stock& stock);

  // Sees one catalogue from beginning to end. Suspends only for discounts that are counted.
  Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                    Executor& executor) override;

  // Takes over another catalogue for quotes to come.
  void replace(Catalog catalog);

 private:
  std::shared_ptr<const Shelf> shelf() const;

  app::Stock& stock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Shelf> shelf_;
};

}  // namespace till::commerce
