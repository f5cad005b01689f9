// OpenAI's product feed as it is uploaded since 2026: a line of JSON a variant.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "products/listings/listing.h"

namespace till::products {

// See ListingFormat.
std::size_t append_openai(std::span<const Listing> variants, const ListingShop& shop,
                          std::string& out, const TellListing& tell);

}  // namespace till::products
