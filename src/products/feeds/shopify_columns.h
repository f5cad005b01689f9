// The columns of Shopify's product export that Till reads.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace till::products::shopify_export {

enum Column : std::size_t {
  handle,
  title,
  description,
  vendor,
  category,
  type,
  published,
  status,
  gift_card,
  mpn,
  condition,
  option1_name,
  option1_value,
  option2_name,
  option2_value,
  option3_name,
  option3_value,
  sku,
  barcode,
  grams,
  tracker,
  quantity,
  oversell,
  price,
  compare_at,
  ships,
  taxable,
  tax_code,
  picture,
  picture_position,
  variant_picture,
  kColumns
};

struct Names {
  Column column;
  std::string_view before;  // 2024, as column_name() has it.
  std::string_view now;
};

inline constexpr std::array<Names, kColumns> kNames{{
    {handle, "handle", "url_handle"},
    {title, "title", "title"},
    {description, "body_html", "description"},
    {vendor, "vendor", "vendor"},
    {category, "product_category", "standardized_product_type"},
    {type, "type", "custom_product_type"},
    {published, "published", "published_on_online_store"},
    {status, "status", "status"},
    {gift_card, "gift_card", "gift_card"},
    {mpn, "google_shopping_mpn", "google_shopping_manufacturer_part_number_mpn"},
    {condition, "google_shopping_condition", "google_shopping_condition"},
    {option1_name, "option1_name", "option1_name"},
    {option1_value, "option1_value", "option1_value"},
    {option2_name, "option2_name", "option2_name"},
    {option2_value, "option2_value", "option2_value"},
    {option3_name, "option3_name", "option3_name"},
    {option3_value, "option3_value", "option3_value"},
    {sku, "variant_sku", "sku"},
    {barcode, "variant_barcode", "barcode"},
    {grams, "variant_grams", "weight_value_grams"},
    {tracker, "variant_inventory_tracker", "inventory_tracker"},
    {quantity, "variant_inventory_qty", "inventory_quantity"},
    {oversell, "variant_inventory_policy", "continue_selling_when_out_of_stock"},
    {price, "variant_price", "price"},
    {compare_at, "variant_compare_at_price", "compare_at_price"},
    {ships, "variant_requires_shipping", "requires_shipping"},
    {taxable, "variant_taxable", "charge_tax"},
    {tax_code, "variant_tax_code", "tax_code"},
    {picture, "image_src", "product_image_url"},
    {picture_position, "image_position", "image_position"},
    {variant_picture, "variant_image", "variant_image_url"},
}};

}  // namespace till::products::shopify_export
