// Reading where a catalogue ships to. Private to the embedded catalogue.
#pragma once

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// The zones into the catalogue.
void read_zones(const Place& root, Catalog& catalog);

// Where a rate goes: its own area, or zones of the catalogue, which are read before.
void read_whereabouts(const Place& place, const Catalog& catalog, Rate& rate);

}  // namespace till::commerce
