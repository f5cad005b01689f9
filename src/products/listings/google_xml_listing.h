// Google's product data specification, as RSS 2.0 whose items have g: elements.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "products/listings/listing.h"

namespace till::products {

// Up to the first item.
std::string google_xml_head(const ListingShop& shop);

// See ListingFormat: an item a variant.
std::size_t append_google_xml(std::span<const Listing> variants, const ListingShop& shop,
                              std::string& out, const TellListing& tell);

// Behind the last item.
std::string google_xml_tail();

}  // namespace till::products
