#include "products/listings/google_cells.h"

#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/clock.h"
#include "products/feeds/feed_text.h"
#include "products/listings/listing_check.h"

namespace till::products {
namespace {

constexpr std::size_t kGoogleId = 50;  // In characters, as what follows.
constexpr std::size_t kGoogleTitle = 150;
constexpr std::size_t kGoogleDescription = 5'000;
constexpr std::size_t kGoogleName = 70;  // Of brands and part numbers.
constexpr std::size_t kGoogleCategory = 750;
constexpr std::size_t kGoogleOption = 100;
constexpr std::size_t kGooglePictures = 11;
constexpr std::int64_t kAdult = 18;

constexpr std::array<std::string_view, GoogleCells::kCount> kColumns{"id",
                                                                     "title",
                                                                     "description",
                                                                     "link",
                                                                     "image_link",
                                                                     "additional_image_link",
                                                                     "availability",
                                                                     "availability_date",
                                                                     "price",
                                                                     "sale_price",
                                                                     "sale_price_effective_date",
                                                                     "brand",
                                                                     "gtin",
                                                                     "mpn",
                                                                     "identifier_exists",
                                                                     "condition",
                                                                     "product_type",
                                                                     "item_group_id",
                                                                     "color",
                                                                     "size",
                                                                     "material",
                                                                     "pattern",
                                                                     "gender",
                                                                     "age_group",
                                                                     "adult",
                                                                     "shipping_weight",
                                                                     "shipping_length",
                                                                     "shipping_width",
                                                                     "shipping_height",
                                                                     "shipping_label"};
static_assert(kColumns.back() == "shipping_label");

void put_links(ListingCheck& check, GoogleCells& cells) {
  cells[GoogleColumn::link] = check.link("link");
  check.need("link", cells[GoogleColumn::link], "It has no page over https. Give its link.");
  const auto pictures = check.pictures("image_link", kGooglePictures);
  check.need("image_link", pictures.empty() ? "" : pictures.front(),
             "It has no picture over https. Give it one.");
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (i == 0) {
      cells[GoogleColumn::image_link] = pictures[i];
    } else {
      std::string& others = cells[GoogleColumn::additional_image_link];
      others.append(others.empty() ? "" : ",").append(pictures[i]);
    }
  }
}

// A sale counts from its first to its last moment, if it has both; else while it is on.
void put_prices(const Listing& listing, ListingCheck& check, GoogleCells& cells) {
  const auto& sale = listing.product.sale;
  check.need_price("price");
  cells[GoogleColumn::price] =
      money_text(listing.list_price.value_or(listing.price), listing.currency);
  if (!listing.list_price) return;
  cells[GoogleColumn::sale_price] = money_text(listing.price, listing.currency);
  if (!sale || !sale->from || !sale->until) return;
  cells[GoogleColumn::sale_price_effective_date] =
      format_rfc3339(*sale->from) + "/" + format_rfc3339(*sale->until);
}

void put_supply(const Listing& listing, ListingCheck& check, GoogleCells& cells) {
  const Availability availability = availability_of(listing);
  cells[GoogleColumn::availability] = products::name_of(availability);
  const auto& at = listing.product.available_at;
  if (at) cells[GoogleColumn::availability_date] = format_rfc3339(*at);
  const bool later =
      availability == Availability::preorder || availability == Availability::backorder;
  if (later && !at) {
    check.refuse("availability_date",
                 "It can be had later, and nothing says when. Give available_at.");
  }
}

void put_identity(const Listing& listing, const ListingShop& shop, ListingCheck& check,
                  GoogleCells& cells) {
  const Product& product = listing.product;
  cells[GoogleColumn::brand] = check.text("brand", product.brand.value_or(shop.brand), kGoogleName);
  cells[GoogleColumn::gtin] = check.gtin("gtin");
  if (product.mpn) cells[GoogleColumn::mpn] = check.text("mpn", *product.mpn, kGoogleName);
  const bool is_known = !cells[GoogleColumn::gtin].empty() ||
                        (!cells[GoogleColumn::mpn].empty() && !cells[GoogleColumn::brand].empty());
  if (!is_known) cells[GoogleColumn::identifier_exists] = "no";
  if (product.condition) cells[GoogleColumn::condition] = products::name_of(*product.condition);
  if (product.category) {
    cells[GoogleColumn::product_type] =
        check.text("product_type", *product.category, kGoogleCategory);
  }
  if (!product.group) return;
  if (first_characters(*product.group, kGoogleId).size() == product.group->size()) {
    cells[GoogleColumn::item_group_id] = *product.group;
  } else {
    check.leave_out("item_group_id", "The group is longer than 50 characters. Shorten it.");
  }
}

void put_options(const Product& product, ListingCheck& check, GoogleCells& cells) {
  constexpr std::pair<std::string_view, GoogleColumn> kNames[] = {
      {"color", GoogleColumn::color},        {"colour", GoogleColumn::color},
      {"size", GoogleColumn::size},          {"material", GoogleColumn::material},
      {"pattern", GoogleColumn::pattern},    {"gender", GoogleColumn::gender},
      {"age_group", GoogleColumn::age_group}};
  for (const Option& option : product.options) {
    const std::string name = column_name(option.name);
    bool known = false;
    for (const auto& [each, column] : kNames) {
      if (each != name) continue;
      known = true;
      if (cells[column].empty()) {
        cells[column] = check.text(name_of(column), option.value, kGoogleOption);
      }
    }
    if (!known) {
      check.leave_out(
          "", "The feed has no column for the option " + option.name + ". Say it in the title.");
    }
  }
}

// "12.5 cm".
std::string centimetres(std::int64_t millimetres) {
  std::string text = std::to_string(millimetres / 10);
  if (millimetres % 10 != 0) text += "." + std::to_string(millimetres % 10);
  return text + " cm";
}

void put_parcel(const Product& product, GoogleCells& cells) {
  if (product.least_age.value_or(0) >= kAdult) cells[GoogleColumn::adult] = "yes";
  if (product.weight_grams.value_or(0) > 0) {
    cells[GoogleColumn::shipping_weight] = std::to_string(*product.weight_grams) + " g";
  }
  if (product.size) {
    cells[GoogleColumn::shipping_length] = centimetres(product.size->length_mm);
    cells[GoogleColumn::shipping_width] = centimetres(product.size->width_mm);
    cells[GoogleColumn::shipping_height] = centimetres(product.size->height_mm);
  }
  if (product.shipping_class) cells[GoogleColumn::shipping_label] = *product.shipping_class;
}

}  // namespace

std::string_view name_of(GoogleColumn column) { return kColumns[static_cast<std::size_t>(column)]; }

std::optional<GoogleCells> google_cells(const Listing& listing, const ListingShop& shop,
                                        const TellListing& tell) {
  const Product& product = listing.product;
  ListingCheck check(listing, tell);
  GoogleCells cells;
  check.need_id("id", kGoogleId);
  cells[GoogleColumn::id] = product.id;
  cells[GoogleColumn::title] = check.text("title", product.title, kGoogleTitle);
  cells[GoogleColumn::description] =
      check.text("description", product.description.value_or(""), kGoogleDescription);
  check.need("description", cells[GoogleColumn::description], "It has no description. Write one.");
  put_links(check, cells);
  put_prices(listing, check, cells);
  put_supply(listing, check, cells);
  put_identity(listing, shop, check, cells);
  put_options(product, check, cells);
  put_parcel(product, cells);
  if (!check.conclude()) return std::nullopt;
  return cells;
}

}  // namespace till::products
