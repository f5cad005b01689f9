// Google's product data specification, as a file with tabs.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "products/listings/listing.h"

namespace till::products {

// The line of the columns' names.
std::string google_head(const ListingShop& shop);

// See ListingFormat: a row a variant.
std::size_t append_google(std::span<const Listing> variants, const ListingShop& shop,
                          std::string& out, const TellListing& tell);

}  // namespace till::products
