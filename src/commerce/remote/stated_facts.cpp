#include "commerce/remote/stated_facts.h"

#include <set>
#include <string>
#include <utility>

#include "commerce/item_terms.h"
#include "commerce/remote/quote_parts.h"
#include "products/feeds/feed_numbers.h"
#include "products/product.h"

namespace till::commerce::remote {
namespace {

using checkout::ItemFacts;
using products::ProductBounds;

std::optional<std::string> stated_text(const json::Node& item, std::string_view name,
                                       std::size_t most) {
  const json::Node node = item.member(name);
  if (node.absent()) return std::nullopt;
  std::string text = node.text({0, most});
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::int64_t> stated_number(const json::Node& item, std::string_view name,
                                          std::int64_t most) {
  const json::Node node = item.member(name);
  if (node.absent()) return std::nullopt;
  const std::int64_t number = node.integer(0, most);
  return number > 0 ? std::optional(number) : std::nullopt;
}

void state_options(const json::Node& item, ItemFacts& facts) {
  const json::Node options = item.member("options");
  if (options.absent()) return;
  std::set<std::string> names;
  for (const json::Node& each : options.entries(ProductBounds::kOptions)) {
    if (!each.expect_object()) return;
    const json::Node name = each.need("name");
    const json::Node value = each.need("value");
    facts.options.push_back({name.text({1, ProductBounds::kNameCharacters}),
                             value.text({1, ProductBounds::kNameCharacters})});
    if (!names.insert(facts.options.back().name).second) {
      name.refuse("Name each option only once.");
    }
  }
}

std::optional<std::string> stated_gtin(const json::Node& item, AnswerFaults& left_out) {
  const auto text = stated_text(item, "gtin", ProductBounds::kNameCharacters);
  if (!text) return std::nullopt;
  auto gtin = products::gtin_of(*text);
  if (gtin) return std::move(*gtin);
  left_out.invalid(item.member("gtin").path(), gtin.error());
  return std::nullopt;
}

void state_condition(const json::Node& item, ItemFacts& facts) {
  const auto text = stated_text(item, "condition", ProductBounds::kNameCharacters);
  if (!text) return;
  const auto condition = products::condition_of(*text);
  if (!condition) return item.member("condition").invalid("new, refurbished or used");
  facts.condition = item_condition(*condition);
}

void state_size(const json::Node& item, ItemFacts& facts) {
  const json::Node size = item.member("size");
  if (size.absent() || !size.expect_object()) return;
  const auto side = [&size](std::string_view name) {
    const json::Node node = size.need(name);
    return node.integer(0, ProductBounds::kMillimetres);
  };
  const std::int64_t length = side("length_mm");
  const std::int64_t width = side("width_mm");
  facts.size = checkout::ItemSize{length, width, side("height_mm")};
}

// Whether there are pieces, the stock says.
void state_supply(const json::Node& item, ItemFacts& facts) {
  const json::Node available_at = item.member("available_at");
  if (!available_at.absent()) facts.available_at = read_time(available_at);
  const auto text = stated_text(item, "availability", ProductBounds::kNameCharacters);
  if (!text) return;
  facts.later = later_supply(products::availability_of(*text));
  if (!facts.later) {
    item.member("availability").invalid("preorder or backorder, or left out");
  }
}

}  // namespace

checkout::ItemFacts read_item_facts(const json::Node& item, AnswerFaults& left_out) {
  ItemFacts facts;
  facts.group = stated_text(item, "group", ProductBounds::kIdCharacters);
  state_options(item, facts);
  facts.brand = stated_text(item, "brand", ProductBounds::kNameCharacters);
  facts.gtin = stated_gtin(item, left_out);
  facts.mpn = stated_text(item, "mpn", ProductBounds::kNameCharacters);
  facts.category = stated_text(item, "category", limits::kStringBytes);
  state_condition(item, facts);
  facts.weight_grams = stated_number(item, "weight_grams", ProductBounds::kGrams);
  state_size(item, facts);
  state_supply(item, facts);
  facts.least_age = stated_number(item, "least_age", ProductBounds::kYears);
  return facts;
}

}  // namespace till::commerce::remote
