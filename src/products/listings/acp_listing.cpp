#include "products/listings/acp_listing.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "json/writer.h"
#include "products/feeds/feed_text.h"
#include "products/listings/listing_check.h"

namespace till::products {
namespace {

constexpr std::size_t kMostMedia = 20;

// What comes behind the last variant.
constexpr std::string_view kEnd = "]}\n";

void write_price(json::Writer& json, std::string_view name, Amount amount,
                 const std::string& currency) {
  json.key(name).begin_object().member("amount", amount.minor);
  json.member("currency", std::string_view(upper(currency))).end_object();
}

void write_media(json::Writer& json, const std::vector<std::string>& pictures) {
  if (pictures.empty()) return;
  json.key("media").begin_array();
  for (const std::string& picture : pictures) {
    json.begin_object().member("type", std::string_view("image"));
    json.member("url", std::string_view(picture)).end_object();
  }
  json.end_array();
}

void write_options(json::Writer& json, const std::vector<Option>& options) {
  if (options.empty()) return;
  json.key("variant_options").begin_array();
  for (const Option& option : options) {
    json.begin_object().member("name", std::string_view(option.name));
    json.member("value", std::string_view(option.value)).end_object();
  }
  json.end_array();
}

void write_link(json::Writer& json, std::string_view type, const std::string& url) {
  json.begin_object().member("type", type);
  json.member("url", std::string_view(url)).end_object();
}

void write_seller(json::Writer& json, const ListingShop& shop) {
  json.key("seller").begin_object().member("name", std::string_view(shop.seller));
  json.key("links").begin_array();
  write_link(json, "privacy_policy", shop.url + "/privacy");
  write_link(json, "terms_of_service", shop.url + "/terms");
  write_link(json, "refund_policy", shop.url + "/returns");
  json.end_array().end_object();
}

void write_sale(json::Writer& json, const Listing& listing) {
  write_price(json, "price", listing.price, listing.currency);
  if (listing.list_price) write_price(json, "list_price", *listing.list_price, listing.currency);
  json.key("availability").begin_object().key("available").boolean(listing.for_sale);
  json.member("status", name_of(availability_of(listing))).end_object();
}

// The variant as JSON; empty when it is not shown.
std::string variant_of(const Listing& listing, const ListingShop& shop, const TellListing& tell) {
  const Product& product = listing.product;
  ListingCheck check(listing, tell);
  const std::string link = check.link("url");
  const std::string gtin = check.gtin("barcodes");
  const auto pictures = check.pictures("media", kMostMedia);
  if (!check.conclude()) return {};
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", std::string_view(product.id));
  json.member("title", std::string_view(product.title));
  if (product.description) {
    json.key("description").begin_object();
    json.member("plain", std::string_view(*product.description)).end_object();
  }
  if (!link.empty()) json.member("url", std::string_view(link));
  if (!gtin.empty()) {
    json.key("barcodes").begin_array().begin_object().member("type", std::string_view("GTIN"));
    json.member("value", std::string_view(gtin)).end_object().end_array();
  }
  write_sale(json, listing);
  if (product.category) {
    json.key("categories").begin_array().begin_object();
    json.member("value", std::string_view(*product.category));
    json.member("taxonomy", std::string_view("merchant")).end_object().end_array();
  }
  if (product.condition) {
    json.key("condition").begin_array().text(name_of(*product.condition)).end_array();
  }
  write_options(json, product.options);
  write_media(json, pictures);
  write_seller(json, shop);
  json.end_object();
  return out;
}

// The beginning of the line, up to the first variant. A title that is not that of all variants
// would be wrong of some.
std::string beginning_of(std::span<const Listing> variants) {
  const Product& first = variants.front().product;
  const bool one_title =
      std::all_of(variants.begin(), variants.end(),
                  [&first](const Listing& each) { return each.product.title == first.title; });
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", std::string_view(first.group.value_or(first.id)));
  if (one_title) json.member("title", std::string_view(first.title));
  json.key("variants").begin_array();
  return out;
}

}  // namespace

std::size_t append_acp(std::span<const Listing> variants, const ListingShop& shop, std::string& out,
                       const TellListing& tell) {
  if (variants.empty()) return 0;
  std::string line = beginning_of(variants);
  std::size_t shown = 0;
  for (const Listing& listing : variants) {
    const std::string variant = variant_of(listing, shop, tell);
    if (variant.empty()) continue;
    if (line.size() + variant.size() + kEnd.size() >= kMostListingBytes) {
      tell({listing.product.id, "variants",
            "The variants before it fill the product. Give some of them another group.", false});
      continue;
    }
    if (shown++ > 0) line += ',';
    line += variant;
  }
  if (shown > 0) out.append(line).append(kEnd);
  return shown;
}

}  // namespace till::products
