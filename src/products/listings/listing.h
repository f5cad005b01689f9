// Listing: a product as the shop sells it at a moment, for feeds that agents read.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/amount.h"
#include "products/product.h"

namespace till::products {

struct Listing {
  Product product;
  std::string currency;              // ISO 4217 in lower case, of the prices here.
  Amount price;                      // What checkout asks for a piece.
  std::optional<Amount> list_price;  // What a piece costs without its sale: above `price`.
  bool for_sale = false;             // Checkout sells a piece.
};

// In stock, or to be had later as the shop says, as long as it is for sale.
Availability availability_of(const Listing& listing);

// What feeds say of the shop.
struct ListingShop {
  std::string seller;     // Its name.
  std::string url;        // No slash at the end.
  std::string country;    // ISO 3166-1 alpha-2; empty: not told.
  std::string brand;      // Of products that name none; empty: there is none.
  bool checkout = false;  // Agents may sell what is in the feed to buyers.
};

// What an agent will not show of a product, and why.
struct ListingFault {
  std::string product;    // Its id.
  std::string field;      // Of the feed; empty: all of it.
  std::string sentence;   // "It has no picture. Give it one."
  bool left_out = false;  // Only this field is; else the whole product.
  bool operator==(const ListingFault&) const = default;
};

using TellListing = std::function<void(ListingFault fault)>;

}  // namespace till::products
