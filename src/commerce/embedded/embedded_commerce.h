// EmbeddedCommerce: quotes from the catalogue, with the stock that the store keeps.
#pragma once

#include <string_view>
#include <unordered_map>

#include "app/commerce.h"
#include "app/store.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

// The catalogue does not change while it is served. Any thread may call.
class EmbeddedCommerce final : public app::Commerce {
 public:
  EmbeddedCommerce(Catalog catalog, app::Store& store);

  // Never suspends.
  Task<checkout::QuoteResult> quote(checkout::QuoteRequest request, Executor& executor) override;

 private:
  using Items = std::vector<const CatalogItem*>;
  // The quote that the request names and that is not over; null otherwise.
  const PriceQuote* find_quote(const checkout::QuoteRequest& request) const;
  Result<Items, checkout::QuoteRefusal> find_items(const checkout::QuoteRequest& request) const;
  void price_lines(const checkout::QuoteRequest& request, const Items& items,
                   const std::vector<Amount>& base_amounts, checkout::Quote& quote) const;
  void add_stock(const Items& items, checkout::Quote& quote) const;
  void add_options(const checkout::QuoteRequest& request, const Items& items,
                   checkout::Quote& quote) const;

  Catalog catalog_;
  app::Store& store_;
  std::unordered_map<std::string_view, const CatalogItem*> by_id_;  // Views into catalog_.
};

}  // namespace till::commerce
