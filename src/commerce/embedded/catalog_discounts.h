// The discounts of catalog.json. Private to the embedded catalogue.
#pragma once

#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Ids must be unique whatever their case, and every item and discount that is named must be there:
// `items` knows the items.
void read_discounts(const Place& root, const KnownItems& items, Catalog& catalog);

}  // namespace till::commerce
