#include "mcp/product_tools.h"

#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "checkout/refusal.h"
#include "wire/item_facts.h"
#include "wire/names.h"
#include "wire/spelling.h"

namespace till::mcp {
namespace {

constexpr std::int64_t kMostProducts = 50;
constexpr std::size_t kResourcePage = 100;
constexpr std::size_t kCompletions = 100;

std::string render_product(const app::Product& product) {
  std::string out;
  json::Writer json(out);
  write_product(json, product, Detail::all);
  return out;
}

void write_images(json::Writer& json, const std::vector<std::string>& images) {
  json.key("images").begin_array();
  for (const std::string& image : images) json.text(image);
  json.end_array();
}

// What it costs and whether it can be had.
void write_offer(json::Writer& json, const app::Product& product) {
  json.key("prices").begin_array();
  for (const auto& [currency, amount] : product.prices) {
    json.begin_object().member("amount", amount.minor).member("currency", currency);
    const auto list = product.list_prices.find(currency);
    if (list != product.list_prices.end()) json.member("list_amount", list->second.minor);
    json.end_object();
  }
  json.end_array();
  json.member("availability", wire::availability_spelling(product.in_stock, product.facts));
  wire::write_available_at(json, product.facts);
}

// What tells it from others, in the words of a session's lines.
void write_kind(json::Writer& json, const checkout::ItemFacts& facts) {
  if (facts.group) json.member("product_id", *facts.group);
  wire::write_options(json, facts.options);
  if (facts.brand) json.member("brand", *facts.brand);
}

void write_rest(json::Writer& json, const checkout::ItemFacts& facts) {
  if (facts.category) json.member("category", *facts.category);
  if (facts.gtin) json.member("gtin", *facts.gtin);
  if (facts.mpn) json.member("mpn", *facts.mpn);
  if (facts.condition) json.member("condition", wire::condition_spelling(*facts.condition));
  wire::write_weight_and_size(json, facts);
  if (facts.max_per_order) json.member("max_quantity_per_order", *facts.max_per_order);
  if (facts.least_age) json.member("least_age", *facts.least_age);
}

void write_variants(json::Writer& json, const app::Product& product) {
  json.key("variants").begin_array();
  for (const app::Product& each : product.variants) {
    json.begin_object().member("id", each.id);
    if (each.facts) wire::write_options(json, each.facts->options);
    write_offer(json, each);
    json.end_object();
  }
  json.end_array();
  if (product.more_variants) json.key("more_variants").boolean(true);
}

RpcError malformed(const wire::Faults& faults) {
  return invalid_params(wire::render_refusal(*faults.first(), wire::CodeList::checkout));
}

RpcError no_product(RpcCode code) {
  const checkout::Refusal refusal =
      wire::refusal(checkout::RefusalCode::item_not_found, "$.id",
                    "There is no such product. search_products finds those there are.");
  RpcError error = acp_error(wire::render_refusal(refusal, wire::CodeList::checkout));
  error.code = code;
  return error;
}

// What fits beside the words, which the query refers to.
app::ProductQuery read_query(const json::Node& root, std::string_view words) {
  const json::Node in_stock = root.member("in_stock");
  const json::Node least = root.member("min_price");
  const json::Node most = root.member("max_price");
  app::ProductQuery query{words, in_stock.given() && in_stock.boolean()};
  query.join_variants = true;
  app::PriceRange price{optional_text(root, "currency", {3, 3}).value_or("")};
  for (char& c : price.currency) c = lower(c);
  if (least.given()) price.least = Amount{least.integer(0, kAmountMax)};
  if (most.given()) price.most = Amount{most.integer(0, kAmountMax)};
  if (price.least && price.most && *price.least > *price.most) {
    most.invalid("at least min_price");
  }
  if (price.least || price.most || !price.currency.empty()) query.price = std::move(price);
  return query;
}

// What to try when a search found nothing, or less than was asked for; empty otherwise.
std::string_view hint_of(const app::ProductQuery& query, const app::ProductPage& page) {
  const bool filtered = query.in_stock || query.price;
  if (page.total == 0 && filtered) {
    return "No product fits. Try without in_stock, min_price, max_price and currency.";
  }
  if (page.total == 0 && !query.words.empty()) {
    return "No product has any of these words. Try others, such as the kind of thing it is, or no "
           "query at all to see every product.";
  }
  if (page.total == 0) return "The shop has no products.";
  if (page.products.empty()) return "There are no more products. Try a smaller offset.";
  return page.all_words ? "" : "No product has all the words; these have some of them.";
}

// The number of products that a page leaves out: that is all a cursor says.
std::optional<std::size_t> parse_cursor(std::string_view cursor) {
  std::size_t skipped = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), skipped);
  if (error != std::errc() || end != cursor.data() + cursor.size()) return std::nullopt;
  return skipped;
}

}  // namespace

void write_product(json::Writer& json, const app::Product& product, Detail detail) {
  json.begin_object().member("id", product.id).member("title", product.title);
  if (product.description) json.member("description", *product.description);
  if (!product.links.images.empty()) write_images(json, product.links.images);
  if (product.links.page) json.member("url", *product.links.page);
  write_offer(json, product);
  json.key("fulfillment_types").begin_array();
  for (const checkout::FulfillmentType type : product.fulfillment)
    json.text(wire::fulfillment_spelling(type));
  json.end_array();
  if (product.facts) write_kind(json, *product.facts);
  if (product.facts && detail == Detail::all) write_rest(json, *product.facts);
  if (!product.variants.empty()) write_variants(json, product);
  if (product.other_variants > 0) {
    json.member("other_variants", static_cast<std::int64_t>(product.other_variants));
  }
  json.end_object();
}

ToolAnswer ProductTools::search(const json::Node& arguments) const {
  wire::Faults faults;
  const json::Node root = arguments.as_root(faults);
  if (!root.absent()) root.expect_object();
  const json::Node limit = root.member("limit");
  const json::Node offset = root.member("offset");
  const std::string words = optional_text(root, "query", {0, 200}).value_or("");
  const app::ProductQuery query = read_query(root, words);
  const std::int64_t most = limit.given() ? limit.integer(1, kMostProducts) : 20;
  const std::int64_t skipped = offset.given() ? offset.integer(0, 1'000'000'000) : 0;
  if (faults.first()) return refused(malformed(faults));
  const app::ProductPage page =
      catalog_.search(query, static_cast<std::size_t>(skipped), static_cast<std::size_t>(most));
  wire::Answer value{200, {}};
  json::Writer json(value.body);
  json.begin_object().key("products").begin_array();
  for (const app::Product& product : page.products) {
    write_product(json, product, Detail::brief);
  }
  json.end_array().member("total", static_cast<std::int64_t>(page.total));
  if (const std::string_view hint = hint_of(query, page); !hint.empty()) json.member("hint", hint);
  json.end_object();
  return value;
}

ToolAnswer ProductTools::get(const json::Node& arguments) const {
  wire::Faults faults;
  const json::Node root = arguments.as_root(faults);
  const std::string id = root.need("id").words({1, 255});
  if (faults.first()) return refused(malformed(faults));
  const auto product = catalog_.find(id);
  if (!product) return refused(no_product(RpcCode::refused));
  return wire::Answer{200, render_product(*product)};
}

Result<std::string, RpcError> ProductTools::list_resources(const json::Node& params) const {
  const json::Node cursor = params.member("cursor");
  const auto skipped = cursor.given() ? parse_cursor(cursor.text()) : std::optional<std::size_t>(0);
  if (!skipped) {
    return refused(RpcError{RpcCode::invalid_params, "Send nextCursor of the page before.", {}});
  }
  const app::ProductPage page = catalog_.list(*skipped, kResourcePage);
  std::string out;
  json::Writer json(out);
  json.begin_object().key("resources").begin_array();
  for (const app::Product& product : page.products) {
    json.begin_object().member("uri", std::string(kProductUri) + product.id);
    json.member("name", product.id).member("title", product.title);
    if (product.description) json.member("description", *product.description);
    json.member("mimeType", "application/json").end_object();
  }
  json.end_array();
  const std::size_t next = *skipped + page.products.size();
  if (next < page.total) json.member("nextCursor", std::to_string(next));
  json.end_object();
  return out;
}

Result<std::string, RpcError> ProductTools::read_resource(const json::Node& params) const {
  const json::Node uri = params.member("uri");
  const std::string text = uri.is_text() ? uri.text({0, 2048}) : std::string();
  const bool ours = text.starts_with(kProductUri);
  const auto product = ours ? catalog_.find(text.substr(kProductUri.size())) : std::nullopt;
  if (!product) {
    std::string data;
    json::Writer(data).begin_object().member("uri", text).end_object();
    return refused(RpcError{RpcCode::resource_not_found,
                            "There is no such resource. resources/list names those there are.",
                            data, 404});
  }
  std::string out;
  json::Writer json(out);
  json.begin_object().key("contents").begin_array().begin_object().member("uri", text);
  json.member("mimeType", "application/json").member("text", render_product(*product));
  json.end_object().end_array().end_object();
  return out;
}

app::ProductPage ProductTools::complete(std::string_view typed) const {
  return catalog_.search({typed}, 0, kCompletions);
}

}  // namespace till::mcp
