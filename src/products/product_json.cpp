#include "products/product_json.h"

#include <utility>

#include "base/currency.h"
#include "base/limits.h"
#include "base/url.h"
#include "json/writer.h"

namespace till::products {
namespace {

constexpr json::TextBound kId{1, ProductBounds::kIdCharacters};
constexpr json::TextBound kName{1, ProductBounds::kNameCharacters};
constexpr json::TextBound kText{1, limits::kStringBytes};
constexpr std::size_t kMostPictures = 50;
constexpr std::size_t kMostWays = 3;

std::optional<std::string> words(const json::Node& product, std::string_view name,
                                 json::TextBound bound) {
  return json::optional_text(product, name, bound);
}

Prices read_prices(const json::Node& node, const std::string& currency) {
  Prices prices;
  if (!node.is_object()) {
    prices[currency] = {node.integer(0, kAmountMax)};
    return prices;
  }
  for (const auto& [code, amount] : node.members()) {
    if (!is_currency(code)) amount.refuse("Name a currency of ISO 4217 in lower case, as in usd.");
    prices[std::string(code)] = {amount.integer(0, kAmountMax)};
  }
  if (prices.empty()) node.invalid("a price in one currency or more");
  return prices;
}

std::optional<Timestamp> read_time(const json::Node& parent, std::string_view name) {
  const json::Node node = parent.member(name);
  if (node.absent()) return std::nullopt;
  const auto time = parse_rfc3339(node.value().text());
  if (!time) node.invalid("a time like 2026-11-24T10:00:00Z");
  return time;
}

std::optional<std::int64_t> read_whole(const json::Node& parent, std::string_view name,
                                       std::int64_t least, std::int64_t most) {
  const json::Node node = parent.member(name);
  if (node.absent()) return std::nullopt;
  return node.integer(least, most);
}

std::optional<std::string> read_url(const json::Node& node) {
  std::string url = node.words({1, limits::kUrlBytes});
  if (!is_web_link(url)) node.invalid("an http or https URL of at most 2048 bytes");
  return url;
}

Sale read_sale(const json::Node& node, const std::string& currency) {
  Sale sale;
  if (!node.expect_object()) return sale;
  node.expect_only({"unit_amount", "from", "until"});
  const json::Node price = node.need("unit_amount");
  sale.prices = read_prices(price, currency);
  sale.from = read_time(node, "from");
  sale.until = read_time(node, "until");
  const bool ends = sale.from && sale.until && *sale.until <= *sale.from;
  if (ends) node.refuse("A sale must end after it begins: mend from or until.");
  return sale;
}

Size read_size(const json::Node& node) {
  Size size;
  if (!node.expect_object()) return size;
  node.expect_only({"length_mm", "width_mm", "height_mm"});
  const auto side = [&node](std::string_view name) {
    const json::Node given = node.need(name);
    return given.integer(0, ProductBounds::kMillimetres);
  };
  size = {side("length_mm"), side("width_mm"), side("height_mm")};
  return size;
}

std::vector<Option> read_options(const json::Node& node) {
  std::vector<Option> options;
  for (const json::Node& each : node.entries(ProductBounds::kOptions)) {
    if (!each.expect_object()) break;
    each.expect_only({"name", "value"});
    const json::Node name = each.need("name");
    const json::Node value = each.need("value");
    options.push_back({name.words(kName), value.words(kName)});
  }
  return options;
}

// What tells it from others.
void read_kind(const json::Node& node, Product& product) {
  product.group = words(node, "group", kId);
  if (const json::Node options = node.member("options"); options.given()) {
    product.options = read_options(options);
  }
  if (const json::Node link = node.member("link"); link.given()) product.link = read_url(link);
  if (const json::Node pictures = node.member("pictures"); pictures.given()) {
    for (const json::Node& each : pictures.entries(kMostPictures)) {
      product.pictures.push_back(*read_url(each));
    }
  }
  product.brand = words(node, "brand", kName);
  product.gtin = words(node, "gtin", kName);
  product.mpn = words(node, "mpn", kName);
  product.category = words(node, "category", kText);
  if (const json::Node condition = node.member("condition"); condition.given()) {
    product.condition = condition_of(condition.value().text());
    if (!product.condition) condition.invalid("new, refurbished or used");
  }
}

std::optional<Ways> read_ways(const json::Node& product) {
  const json::Node list = product.member("fulfillment");
  if (!list.given()) return std::nullopt;
  Ways ways;
  for (const json::Node& each : list.entries(kMostWays)) {
    const std::string way = each.words(kName);
    ways.shipping = ways.shipping || way == "shipping";
    ways.pickup = ways.pickup || way == "pickup";
    ways.local_delivery = ways.local_delivery || way == "local_delivery";
    if (way != "shipping" && way != "pickup" && way != "local_delivery") {
      each.invalid("shipping, pickup or local_delivery");
    }
  }
  if (ways == Ways{}) list.invalid("a list of shipping, pickup and local_delivery");
  return ways;
}

void read_supply(const json::Node& node, Product& product) {
  if (const json::Node given = node.member("availability"); given.given()) {
    product.availability = availability_of(given.value().text());
    if (!product.availability) given.invalid("in_stock, out_of_stock, preorder or backorder");
  }
  product.available_at = read_time(node, "available_at");
  product.stock = read_whole(node, "stock", 0, limits::kQuantity);
  product.stock_counted_at = read_time(node, "stock_counted_at");
  if (product.stock_counted_at && !product.stock) {
    node.member("stock_counted_at").refuse("A count needs its number: give stock as well.");
  }
  product.ways = read_ways(node);
  product.max_per_order = read_whole(node, "max_per_order", 1, limits::kQuantity);
  product.weight_grams = read_whole(node, "weight_grams", 0, ProductBounds::kGrams);
  if (const json::Node size = node.member("size"); size.given()) product.size = read_size(size);
  product.shipping_class = words(node, "shipping_class", kName);
  product.tax_class = words(node, "tax_class", kName);
  product.least_age = read_whole(node, "least_age", 0, ProductBounds::kYears);
  const json::Node digital = node.member("digital");
  product.digital = digital.given() && digital.boolean();
  const json::Node exempt = node.member("tax_exempt");
  product.tax_exempt = exempt.given() && exempt.boolean();
}

// To the millisecond: a sale in the second of a count lies before or after it.
std::string exact_text(Timestamp time) {
  std::string text = format_rfc3339(time);
  const std::int64_t rest = (time.ms % 1000 + 1000) % 1000;
  if (rest != 0)
    text.replace(text.size() - 1, 1, "." + std::to_string(1000 + rest).substr(1) + "Z");
  return text;
}

class Fields {
 public:
  explicit Fields(std::string& out) : writer_(out) { writer_.begin_object(); }
  ~Fields() { writer_.end_object(); }
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  void put(std::string_view name, const std::optional<std::string>& text) {
    if (text) writer_.member(name, std::string_view(*text));
  }
  void put(std::string_view name, const std::optional<std::int64_t>& number) {
    if (number) writer_.member(name, *number);
  }
  void put(std::string_view name, const std::optional<Timestamp>& time) {
    if (time) writer_.member(name, std::string_view(exact_text(*time)));
  }
  void put(std::string_view name, const Prices& prices) {
    writer_.key(name).begin_object();
    for (const auto& [currency, amount] : prices) writer_.member(currency, amount.minor);
    writer_.end_object();
  }
  json::Writer& writer() { return writer_; }

 private:
  json::Writer writer_;
};

void put_lists(Fields& fields, const Product& product) {
  json::Writer& writer = fields.writer();
  if (!product.options.empty()) {
    writer.key("options").begin_array();
    for (const Option& option : product.options) {
      writer.begin_object().member("name", std::string_view(option.name));
      writer.member("value", std::string_view(option.value)).end_object();
    }
    writer.end_array();
  }
  if (!product.pictures.empty()) {
    writer.key("pictures").begin_array();
    for (const std::string& picture : product.pictures) writer.text(picture);
    writer.end_array();
  }
  if (product.sale) {
    writer.key("sale").begin_object().key("unit_amount").begin_object();
    for (const auto& [currency, amount] : product.sale->prices) {
      writer.member(currency, amount.minor);
    }
    writer.end_object();
    fields.put("from", product.sale->from);
    fields.put("until", product.sale->until);
    writer.end_object();
  }
  if (product.size) {
    writer.key("size").begin_object().member("length_mm", product.size->length_mm);
    writer.member("width_mm", product.size->width_mm);
    writer.member("height_mm", product.size->height_mm).end_object();
  }
}

void put_ways(json::Writer& writer, const Ways& ways) {
  writer.key("fulfillment").begin_array();
  if (ways.shipping) writer.text("shipping");
  if (ways.pickup) writer.text("pickup");
  if (ways.local_delivery) writer.text("local_delivery");
  writer.end_array();
}

// "$.sale.from" is the field sale.from.
std::string field_of(std::string path) { return path.size() > 2 ? path.substr(2) : ""; }

}  // namespace

void ProductFaults::missing(std::string path, std::string sentence) {
  invalid(std::move(path), std::move(sentence));
}

void ProductFaults::invalid(std::string path, std::string sentence) {
  if (!first_) first_ = FeedFault{0, field_of(std::move(path)), std::move(sentence)};
}

void append_product(const Product& product, std::string& out) {
  Fields fields(out);
  fields.put("id", std::optional(product.id));
  fields.put("title", std::optional(product.title));
  fields.put("description", product.description);
  fields.put("unit_amount", product.prices);
  fields.put("group", product.group);
  put_lists(fields, product);
  if (product.availability) {
    fields.writer().member("availability", name_of(*product.availability));
  }
  fields.put("available_at", product.available_at);
  fields.put("stock", product.stock);
  fields.put("stock_counted_at", product.stock_counted_at);
  fields.put("max_per_order", product.max_per_order);
  fields.put("link", product.link);
  fields.put("brand", product.brand);
  fields.put("gtin", product.gtin);
  fields.put("mpn", product.mpn);
  fields.put("category", product.category);
  if (product.condition) fields.writer().member("condition", name_of(*product.condition));
  fields.put("weight_grams", product.weight_grams);
  fields.put("shipping_class", product.shipping_class);
  fields.put("tax_class", product.tax_class);
  fields.put("least_age", product.least_age);
  if (product.ways) put_ways(fields.writer(), *product.ways);
  if (product.digital) fields.writer().key("digital").boolean(true);
  if (product.tax_exempt) fields.writer().key("tax_exempt").boolean(true);
}

Product read_product(const json::Node& node, const std::string& currency) {
  Product product;
  if (!node.expect_object()) return product;
  node.expect_only({"id",
                    "title",
                    "description",
                    "unit_amount",
                    "group",
                    "options",
                    "sale",
                    "availability",
                    "available_at",
                    "stock",
                    "stock_counted_at",
                    "fulfillment",
                    "max_per_order",
                    "link",
                    "pictures",
                    "brand",
                    "gtin",
                    "mpn",
                    "category",
                    "condition",
                    "weight_grams",
                    "size",
                    "shipping_class",
                    "tax_class",
                    "least_age",
                    "digital",
                    "tax_exempt"});
  const json::Node id = node.need("id");
  product.id = id.words(kId);
  const json::Node title = node.need("title");
  product.title = title.words(kName);
  product.description = words(node, "description", kText);
  const json::Node prices = node.need("unit_amount");
  product.prices = read_prices(prices, currency);
  if (const json::Node sale = node.member("sale"); sale.given()) {
    product.sale = read_sale(sale, currency);
  }
  read_kind(node, product);
  read_supply(node, product);
  return product;
}

std::optional<FeedFault> fault_of(const Product& product) {
  thread_local json::Document document;
  thread_local std::string text;
  text.clear();
  append_product(product, text);
  const auto root = document.parse(text);
  if (!root) return FeedFault{0, "", "The row is no text of UTF-8: " + root.error().why + "."};
  ProductFaults faults;
  const json::Node node(*root, faults);
  read_product(node, "");
  return faults.found() ? std::optional(faults.first()) : std::nullopt;
}

}  // namespace till::products
