#include "products/listings/google_listing.h"

#include <array>
#include <string_view>
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

// In the order of the file.
enum class Column : std::uint8_t {
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
};
constexpr std::array<std::string_view, 30> kColumns{"id",
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
static_assert(static_cast<std::size_t>(Column::shipping_label) + 1 == kColumns.size());

constexpr std::string_view name_of(Column column) {
  return kColumns[static_cast<std::size_t>(column)];
}

class Cells {
 public:
  std::string& operator[](Column column) { return cells_[static_cast<std::size_t>(column)]; }

  // A cell with a tab, a line end or a quote stands in quotes.
  void append_to(std::string& out) const {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (i > 0) out += '\t';
      append(cells_[i], out);
    }
    out += '\n';
  }

 private:
  static void append(const std::string& cell, std::string& out) {
    if (cell.find_first_of("\t\r\n\"") == std::string::npos) {
      out += cell;
      return;
    }
    out += '"';
    for (const char letter : cell) out.append(letter == '"' ? 2 : 1, letter);
    out += '"';
  }

  std::array<std::string, kColumns.size()> cells_;
};

void put_links(ListingCheck& check, Cells& cells) {
  cells[Column::link] = check.link("link");
  check.need("link", cells[Column::link], "It has no page over https. Give its link.");
  const auto pictures = check.pictures("image_link", kGooglePictures);
  check.need("image_link", pictures.empty() ? "" : pictures.front(),
             "It has no picture over https. Give it one.");
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (i == 0) {
      cells[Column::image_link] = pictures[i];
    } else {
      std::string& others = cells[Column::additional_image_link];
      others.append(others.empty() ? "" : ",").append(pictures[i]);
    }
  }
}

// A sale counts from its first to its last moment, if it has both; else while it is on.
void put_prices(const Listing& listing, ListingCheck& check, Cells& cells) {
  const auto& sale = listing.product.sale;
  check.need_price("price");
  cells[Column::price] = money_text(listing.list_price.value_or(listing.price), listing.currency);
  if (!listing.list_price) return;
  cells[Column::sale_price] = money_text(listing.price, listing.currency);
  if (!sale || !sale->from || !sale->until) return;
  cells[Column::sale_price_effective_date] =
      format_rfc3339(*sale->from) + "/" + format_rfc3339(*sale->until);
}

void put_supply(const Listing& listing, ListingCheck& check, Cells& cells) {
  const Availability availability = availability_of(listing);
  cells[Column::availability] = products::name_of(availability);
  const auto& at = listing.product.available_at;
  if (at) cells[Column::availability_date] = format_rfc3339(*at);
  const bool later =
      availability == Availability::preorder || availability == Availability::backorder;
  if (later && !at) {
    check.refuse("availability_date",
                 "It can be had later, and nothing says when. Give available_at.");
  }
}

void put_identity(const Listing& listing, const ListingShop& shop, ListingCheck& check,
                  Cells& cells) {
  const Product& product = listing.product;
  cells[Column::brand] = check.text("brand", product.brand.value_or(shop.brand), kGoogleName);
  cells[Column::gtin] = check.gtin("gtin");
  if (product.mpn) cells[Column::mpn] = check.text("mpn", *product.mpn, kGoogleName);
  const bool is_known = !cells[Column::gtin].empty() ||
                        (!cells[Column::mpn].empty() && !cells[Column::brand].empty());
  if (!is_known) cells[Column::identifier_exists] = "no";
  if (product.condition) cells[Column::condition] = products::name_of(*product.condition);
  if (product.category) {
    cells[Column::product_type] = check.text("product_type", *product.category, kGoogleCategory);
  }
  if (!product.group) return;
  if (first_characters(*product.group, kGoogleId).size() == product.group->size()) {
    cells[Column::item_group_id] = *product.group;
  } else {
    check.leave_out("item_group_id", "The group is longer than 50 characters. Shorten it.");
  }
}

void put_options(const Product& product, ListingCheck& check, Cells& cells) {
  constexpr std::pair<std::string_view, Column> kNames[] = {
      {"color", Column::color},        {"colour", Column::color},    {"size", Column::size},
      {"material", Column::material},  {"pattern", Column::pattern}, {"gender", Column::gender},
      {"age_group", Column::age_group}};
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

void put_parcel(const Product& product, Cells& cells) {
  if (product.least_age.value_or(0) >= kAdult) cells[Column::adult] = "yes";
  if (product.weight_grams.value_or(0) > 0) {
    cells[Column::shipping_weight] = std::to_string(*product.weight_grams) + " g";
  }
  if (product.size) {
    cells[Column::shipping_length] = centimetres(product.size->length_mm);
    cells[Column::shipping_width] = centimetres(product.size->width_mm);
    cells[Column::shipping_height] = centimetres(product.size->height_mm);
  }
  if (product.shipping_class) cells[Column::shipping_label] = *product.shipping_class;
}

bool append_row(const Listing& listing, const ListingShop& shop, std::string& out,
                const TellListing& tell) {
  const Product& product = listing.product;
  ListingCheck check(listing, tell);
  Cells cells;
  check.need_id("id", kGoogleId);
  cells[Column::id] = product.id;
  cells[Column::title] = check.text("title", product.title, kGoogleTitle);
  cells[Column::description] =
      check.text("description", product.description.value_or(""), kGoogleDescription);
  check.need("description", cells[Column::description], "It has no description. Write one.");
  put_links(check, cells);
  put_prices(listing, check, cells);
  put_supply(listing, check, cells);
  put_identity(listing, shop, check, cells);
  put_options(product, check, cells);
  put_parcel(product, cells);
  if (!check.conclude()) return false;
  cells.append_to(out);
  return true;
}

}  // namespace

std::string google_head() {
  std::string head;
  for (const std::string_view column : kColumns) {
    head.append(head.empty() ? "" : "\t").append(column);
  }
  return head + "\n";
}

std::size_t append_google(std::span<const Listing> variants, const ListingShop& shop,
                          std::string& out, const TellListing& tell) {
  std::size_t shown = 0;
  for (const Listing& listing : variants) {
    if (append_row(listing, shop, out, tell)) ++shown;
  }
  return shown;
}

}  // namespace till::products
