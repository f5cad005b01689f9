// Reading on which days a shop and its carriers work. Private to the embedded catalogue.
#pragma once

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Calendars and dispatch into the catalogue.
void read_dispatch(const Place& root, Catalog& catalog);

// When a rate arrives, by the calendars and the dispatch of the catalogue; nothing when it does not
// say so.
std::optional<DeliveryDays> read_delivery(const Place& place, const Catalog& catalog);

}  // namespace till::commerce
