// Reading the ways of delivery of a catalogue. Private to the embedded catalogue.
#pragma once

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Shipping, pickup and local delivery into the catalogue, with what their rates name: classes,
// zones, calendars and the dispatch.
void read_ways(const Place& root, Catalog& catalog);

}  // namespace till::commerce
