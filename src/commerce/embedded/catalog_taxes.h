// Reading the taxes of a catalogue. Private to the embedded catalogue.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// The rates, those in files beside the catalogue as well, and whose prices hold their tax.
void read_taxes(const Place& root, const FilesBeside& files, Catalog& catalog);

// The class of each item that names one, by the place where it does.
using ClassesOfItems = std::vector<std::pair<std::string, std::string>>;

// Notes each class that no rate is of: its items would never be taxed. Call when all rates are
// read.
void check_classes(const ClassesOfItems& items, const Catalog& catalog, CatalogFaults& faults);

}  // namespace till::commerce
