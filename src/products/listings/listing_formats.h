// The table of formats that feeds leave in. A new format is a function and a row.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "products/listings/listing.h"

namespace till::products {

struct ListingFormat {
  std::string_view name;                         // As --format takes it.
  std::string_view title;                        // What people call it.
  std::string_view ending;                       // Of a file's name.
  std::string_view content_type;                 // Of such a file over HTTP.
  std::string (*head)(const ListingShop& shop);  // Before the first product.
  // Appends one product with its variants, which share a group unless there is one: those that the
  // format's rules allow. How many it appended; tells of the others, and of what it left out.
  std::size_t (*append)(std::span<const Listing> variants, const ListingShop& shop,
                        std::string& out, const TellListing& tell);
  std::string (*tail)();  // Behind the last product.
  // A product is one text: those of its variants that come later have no place in it.
  bool whole_products = false;
};

std::span<const ListingFormat> listing_formats();

// Nullptr when there is none of the name.
const ListingFormat* listing_format(std::string_view name);

}  // namespace till::products
