// Shelf: a catalogue prepared for quotes. Private to the embedded catalogue.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checkout/quote.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/imported.h"
#include "commerce/embedded/item_prices.h"
#include "commerce/embedded/recent_items.h"
#include "commerce/embedded/taxes.h"

namespace till::commerce {

// What a requested line stands for.
struct ShelfLine {
  const CatalogItem* item = nullptr;       // Null: no longer sold.
  ImportedItem imported = {};              // What `item` is, unless the catalogue has it.
  Amount unit_amount;                      // As the buyer pays it: with its tax or net.
  std::optional<Amount> list_amount = {};  // The same of its price outside of the sale.
  Amount base;
  bool holds_tax = false;
  TaxedThing taxed;
};

// Does not change; any thread may call.
class Shelf {
 public:
  explicit Shelf(Catalog catalog, ImportedFile file = nullptr);
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  // The quote that the request names, that is for its agent and its buyer and not over; null
  // otherwise. The store knows whether it is used up.
  const PriceQuote* find_quote(const checkout::QuoteRequest& request) const;
  // What a use of the quote counts.
  static checkout::DiscountUse use_of(const PriceQuote& quote);

  using Lines = std::vector<ShelfLine>;
  // `agreed` is the quote whose prices hold; null when there is none.
  Result<Lines, checkout::QuoteRefusal> find_lines(const checkout::QuoteRequest& request,
                                                   const PriceQuote* agreed, TaxView& taxes) const;

  // The discounts that the request can have: those of its codes and those without one.
  std::vector<checkout::DiscountDefinition> discounts(const checkout::QuoteRequest& request) const;
  checkout::DiscountCart discount_cart(const checkout::QuoteRequest& request,
                                       const Lines& lines) const;

  void price_lines(const Lines& lines, Timestamp now, checkout::DiscountOutcome discounts,
                   TaxView& taxes, checkout::Quote& quote) const;
  void add_options(const checkout::QuoteRequest& request, const Lines& lines, TaxView& taxes,
                   checkout::Quote& quote) const;
  const TaxSettings& tax_settings() const { return catalog_.tax_settings; }
  // The taxes of this request, which must outlive them.
  TaxView taxes(const checkout::QuoteRequest& request) const { return {taxes_, request}; }

 private:
  // The item itself, without a price.
  Result<ShelfLine, checkout::QuoteFailure> find(const std::string& id) const;
  ShelfLine priced(const checkout::QuoteRequest& request, std::size_t line, ShelfLine found,
                   const ItemPrice& stated, TaxView& taxes) const;

  const Catalog catalog_;
  const ImportedFile file_;
  mutable RecentItems recent_;  // Of the file.
  Taxes taxes_;
  std::unordered_map<std::string_view, const CatalogItem*> by_id_;  // Views into catalog_.
  std::unordered_map<std::string_view, const PriceQuote*> quotes_;  // The same.
  struct Discounts {
    std::vector<checkout::DiscountDefinition> automatic;
    std::unordered_map<std::string, checkout::DiscountDefinition> by_code;  // Folded.
  };
  std::map<std::string, Discounts> discounts_;  // By currency.
};

}  // namespace till::commerce
