// A row of Google's product data specification, whatever it is written as. Private to the formats.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "products/listings/listing.h"

namespace till::products {

// In the order of the file.
enum class GoogleColumn : std::uint8_t {
  id,
  title,
  description,
  link,
  image_link,
  additional_image_link,
  availability,
  availability_date,
  price,
  sale_price,
  sale_price_effective_date,
  brand,
  gtin,
  mpn,
  identifier_exists,
  condition,
  product_type,
  item_group_id,
  color,
  size,
  material,
  pattern,
  gender,
  age_group,
  adult,
  shipping_weight,
  shipping_length,
  shipping_width,
  shipping_height,
  shipping_label,
  kColumns
};

std::string_view name_of(GoogleColumn column);

class GoogleCells {
 public:
  static constexpr std::size_t kCount = static_cast<std::size_t>(GoogleColumn::kColumns);

  std::string& operator[](GoogleColumn column) { return cells_[static_cast<std::size_t>(column)]; }
  const std::string& at(GoogleColumn column) const {
    return cells_[static_cast<std::size_t>(column)];
  }

 private:
  std::array<std::string, kCount> cells_;
};

// Nothing when the product is not shown, which is told, as is what was left out of it.
std::optional<GoogleCells> google_cells(const Listing& listing, const ListingShop& shop,
                                        const TellListing& tell);

}  // namespace till::products
