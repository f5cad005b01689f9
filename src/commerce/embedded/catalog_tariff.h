// Reading what shipping costs. Private to the embedded catalogue.
#pragma once

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

void read_shipping_classes(const Place& root, Catalog& catalog);

// The price of a rate, whose classes are those of the catalogue.
ShippingPrice read_shipping_price(const Place& place, const Catalog& catalog);

// What an item weighs and its class, once its ways are read. An item that a rate by weight brings
// must have a weight; one that is digital has neither.
void read_parcel(const Place& place, const Catalog& catalog, CatalogItem& item);

// The goods, by their shipping class and weight, would go by one of the rates that goes by weight,
// and nobody says what they weigh.
bool needs_weight(const std::vector<Rate>& rates, const CatalogItem& item);

// Which goods may be fetched, by `only_classes` and what `classes` excludes.
ShippingPrice read_fetched_classes(const Place& place, const Catalog& catalog);

}  // namespace till::commerce
