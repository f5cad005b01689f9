// ACP's product feed (schema.feed.json of 2026-04-17): a product a line, as products.jsonl has it
// and the Feed API takes it.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "products/listings/listing.h"

namespace till::products {

// See ListingFormat. The ids of variants are those of checkout; a product is called as its group,
// or as its only variant. A line is no longer than kMostListingBytes.
std::size_t append_acp(std::span<const Listing> variants, const ListingShop& shop, std::string& out,
                       const TellListing& tell);

inline constexpr std::size_t kMostListingBytes = 1'000'000;

}  // namespace till::products
