// The ways a catalogue offers to get a cart: shipping, pickup, local delivery, digital (A10).
// Private to commerce.
#pragma once

#include <vector>

#include "checkout/quote.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/taxes.h"

namespace till::commerce {

// Adds the options to the quote, whose lines are priced, and says which lines no option brings to
// their address. `items` are those of the requested lines, null where one is no longer sold.
void add_options(const Catalog& catalog, const checkout::QuoteRequest& request,
                 const std::vector<const CatalogItem*>& items, TaxView& taxes,
                 checkout::Quote& quote);

// Where the line goes, as far as it is known, is where it is taxed: its group's place or address,
// or the session's. What is digital is fetched at no place.
TaxedThing goods_of(const Catalog& catalog, const checkout::QuoteRequest& request, std::size_t line,
                    const CatalogItem& item);

}  // namespace till::commerce
