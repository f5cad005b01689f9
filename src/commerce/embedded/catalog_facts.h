// What an item of catalog.json tells of itself, in the words of an imported product. Private to the
// embedded catalogue.
#pragma once

#include <string>

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Reads sale, group, options, brand, gtin, mpn, category, condition, size, availability,
// available_at and least_age. Weight and most pieces of the item must have been read: they are told
// as well.
void read_facts(const Place& place, const std::string& currency, CatalogItem& item);

}  // namespace till::commerce
