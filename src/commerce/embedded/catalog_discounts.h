// The discounts of catalog.json. Private to the embedded catalogue; both throw Fault.
#pragma once

#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

CatalogDiscount read_discount(const Place& place, const std::string& currency);

// Ids must be unique whatever their case, and every item and discount that is named must be there.
void check_discounts(const Catalog& catalog);

}  // namespace till::commerce
