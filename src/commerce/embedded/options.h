// The ways a catalogue offers to get a cart: shipping, pickup, local delivery, digital (A10).
// Private to commerce.
#pragma once

#include <vector>

#include "checkout/quote.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

// Adds the options to the quote and says which addresses are not served. `items` are those of the
// requested lines, null where one is no longer sold.
void add_options(const Catalog& catalog, const checkout::QuoteRequest& request,
                 const std::vector<const CatalogItem*>& items, checkout::Quote& quote);

// Where the line goes, as far as it is known: its group's place or address, or the session's.
const checkout::Address* destination_of(const Catalog& catalog,
                                        const checkout::QuoteRequest& request, std::size_t line);

// Parts per million of an address.
std::int64_t tax_rate(const std::vector<TaxRate>& taxes, const checkout::Address& address);

Amount tax_on(const Catalog& catalog, Amount amount, const checkout::Address* address);

}  // namespace till::commerce
