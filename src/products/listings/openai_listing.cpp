#include "products/listings/openai_listing.h"

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "json/writer.h"
#include "products/listings/listing_check.h"

namespace till::products {
namespace {

constexpr std::size_t kOpenAiId = 100;  // In characters, as what follows.
constexpr std::size_t kOpenAiTitle = 150;
constexpr std::size_t kOpenAiDescription = 5'000;
constexpr std::size_t kOpenAiName = 70;
constexpr std::size_t kOpenAiPictures = 20;

// What is checked before it is written.
struct OpenAiTexts {
  std::string title, description, link, brand, gtin;
  std::vector<std::string> pictures;
  bool grouped = false;
};

// Nothing when it is not shown.
std::optional<OpenAiTexts> texts_of(const Listing& listing, const ListingShop& shop,
                                    const TellListing& tell) {
  const Product& product = listing.product;
  ListingCheck check(listing, tell);
  check.need_id("item_id", kOpenAiId);
  OpenAiTexts texts;
  texts.title = check.text("title", product.title, kOpenAiTitle);
  texts.description =
      check.text("description", product.description.value_or(""), kOpenAiDescription);
  check.need("description", texts.description, "It has no description. Write one.");
  texts.link = check.link("url");
  check.need("url", texts.link, "It has no page over https. Give its link.");
  texts.brand = check.text("brand", product.brand.value_or(shop.brand), kOpenAiName);
  check.need("brand", texts.brand, "It has no brand. Name one, or one for all in [feeds] brand.");
  texts.pictures = check.pictures("image_url", kOpenAiPictures);
  check.need("image_url", texts.pictures.empty() ? "" : texts.pictures.front(),
             "It has no picture over https. Give it one.");
  check.need_price("price");
  texts.gtin = check.gtin("gtin");
  texts.grouped = product.group && *product.group != product.id;
  if (product.group && !texts.grouped) {
    check.leave_out("group_id", "The group is called as the product. Give it another name.");
  }
  if (!check.conclude()) return std::nullopt;
  return texts;
}

class Line {
 public:
  explicit Line(std::string& out) : json_(out) { json_.begin_object(); }
  ~Line() { json_.end_object(); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // An empty text is left out: this feed knows no null.
  void put(std::string_view name, std::string_view text) {
    if (!text.empty()) json_.member(name, text);
  }
  void put(std::string_view name, const std::optional<std::string>& text) {
    if (text) put(name, std::string_view(*text));
  }
  void put(std::string_view name, const std::optional<Timestamp>& time) {
    if (time) put(name, std::string_view(format_rfc3339(*time)));
  }
  void flag(std::string_view name, bool value) { json_.key(name).boolean(value); }
  json::Writer& json() { return json_; }

 private:
  json::Writer json_;
};

std::string_view spelled(Availability availability) {
  return availability == Availability::preorder ? "pre_order" : name_of(availability);
}

void write_offer(Line& line, const Listing& listing) {
  const Amount usual = listing.list_price.value_or(listing.price);
  line.put("availability", spelled(availability_of(listing)));
  line.put("availability_date", listing.product.available_at);
  line.put("price", std::string_view(money_text(usual, listing.currency)));
  if (!listing.list_price) return;
  line.put("sale_price", std::string_view(money_text(listing.price, listing.currency)));
  if (!listing.product.sale) return;
  line.put("sale_price_start_date", listing.product.sale->from);
  line.put("sale_price_end_date", listing.product.sale->until);
}

void write_shop(Line& line, const ListingShop& shop) {
  line.put("seller_name", std::string_view(shop.seller));
  line.put("seller_url", std::string_view(shop.url));
  line.put("seller_privacy_policy", std::string_view(shop.url + "/privacy"));
  line.put("seller_tos", std::string_view(shop.url + "/terms"));
  line.put("return_policy", std::string_view(shop.url + "/returns"));
  line.flag("is_eligible_search", true);
  line.flag("is_eligible_checkout", shop.checkout);
  if (shop.country.empty()) return;
  line.json().key("target_countries").begin_array().text(shop.country).end_array();
  line.put("store_country", std::string_view(shop.country));
}

// "Color" is color here.
std::string option_name(std::string name) {
  if (!name.empty() && name.front() >= 'A' && name.front() <= 'Z') {
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
  }
  return name;
}

void write_variant(Line& line, const Product& product, bool grouped) {
  if (grouped) {
    line.put("group_id", product.group);
    line.flag("listing_has_variations", true);
  }
  if (product.options.empty()) return;
  line.json().key("variant_dict").begin_object();
  for (const Option& option : product.options) {
    line.json().escaped_key(option_name(option.name)).text(option.value);
  }
  line.json().end_object();
}

std::string centimetre_number(std::int64_t millimetres) {
  std::string text = std::to_string(millimetres / 10);
  if (millimetres % 10 != 0) text += "." + std::to_string(millimetres % 10);
  return text;
}

void write_measures(Line& line, const Product& product) {
  if (product.weight_grams.value_or(0) > 0) {
    line.put("weight", std::string_view(std::to_string(*product.weight_grams)));
    line.put("item_weight_unit", std::string_view("g"));
  }
  if (product.size) {
    line.put("length", std::string_view(centimetre_number(product.size->length_mm)));
    line.put("width", std::string_view(centimetre_number(product.size->width_mm)));
    line.put("height", std::string_view(centimetre_number(product.size->height_mm)));
    line.put("dimensions_unit", std::string_view("cm"));
  }
  if (product.least_age) line.json().member("age_restriction", *product.least_age);
  if (product.digital) line.flag("is_digital", true);
}

void write_line(const Listing& listing, const OpenAiTexts& texts, const ListingShop& shop,
                std::string& out) {
  const Product& product = listing.product;
  Line line(out);
  line.put("item_id", std::string_view(product.id));
  line.put("title", std::string_view(texts.title));
  line.put("description", std::string_view(texts.description));
  line.put("url", std::string_view(texts.link));
  line.put("brand", std::string_view(texts.brand));
  line.put("image_url", std::string_view(texts.pictures.front()));
  if (texts.pictures.size() > 1) {
    line.json().key("additional_image_urls").begin_array();
    for (std::size_t i = 1; i < texts.pictures.size(); ++i) line.json().text(texts.pictures[i]);
    line.json().end_array();
  }
  write_offer(line, listing);
  line.put("gtin", std::string_view(texts.gtin));
  line.put("mpn", product.mpn);
  if (product.condition) line.put("condition", name_of(*product.condition));
  line.put("product_category", product.category);
  write_variant(line, product, texts.grouped);
  write_measures(line, product);
  write_shop(line, shop);
}

}  // namespace

std::size_t append_openai(std::span<const Listing> variants, const ListingShop& shop,
                          std::string& out, const TellListing& tell) {
  std::size_t shown = 0;
  for (const Listing& listing : variants) {
    const auto texts = texts_of(listing, shop, tell);
    if (!texts) continue;
    write_line(listing, *texts, shop, out);
    out += '\n';
    ++shown;
  }
  return shown;
}

}  // namespace till::products
