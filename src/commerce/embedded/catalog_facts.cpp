#include "commerce/embedded/catalog_facts.h"

#include <set>
#include <utility>

#include "commerce/item_terms.h"
#include "products/feeds/feed_numbers.h"
#include "products/product.h"

namespace till::commerce {
namespace {

using checkout::ItemFacts;
using products::ProductBounds;

void read_options(const Place& place, ItemFacts& facts) {
  std::set<std::string> names;
  for (const Place& each : place.list("options")) {
    facts.options.push_back({each.text("name"), each.text("value")});
    if (!names.insert(facts.options.back().name).second) {
      each.fault("name", "another than that of the options before");
    }
    each.end();
  }
  if (facts.options.size() > ProductBounds::kOptions) {
    place.fault("options",
                "a list of at most " + std::to_string(ProductBounds::kOptions) + " options");
  }
}

void read_condition(const Place& place, ItemFacts& facts) {
  const auto text = place.optional_text("condition");
  if (!text) return;
  const auto condition = products::condition_of(*text);
  if (!condition) return place.fault("condition", "new, refurbished or used");
  facts.condition = item_condition(*condition);
}

void read_supply(const Place& place, ItemFacts& facts) {
  facts.available_at = place.time("available_at");
  const auto text = place.optional_text("availability");
  if (!text) return;
  facts.later = later_supply(products::availability_of(*text));
  if (!facts.later) {
    place.fault("availability",
                "preorder or backorder, or left out: stock says whether there are pieces");
  }
}

void read_size(const Place& place, ItemFacts& facts) {
  const auto size = place.optional_object("size");
  if (!size) return;
  const auto side = [&size](const char* name) {
    return size->whole(name, 0, ProductBounds::kMillimetres);
  };
  const std::int64_t length = side("length_mm");
  const std::int64_t width = side("width_mm");
  facts.size = checkout::ItemSize{length, width, side("height_mm")};
  size->end();
}

std::optional<std::string> read_gtin(const Place& place) {
  const auto text = place.optional_text("gtin");
  if (!text) return std::nullopt;
  auto gtin = products::gtin_of(*text);
  if (gtin) return std::move(*gtin);
  place.fault("gtin", "8, 12, 13 or 14 digits with the right check digit");
  return std::nullopt;
}

std::optional<ItemSale> read_sale(const Place& place, const std::string& currency) {
  const auto given = place.optional_object("sale");
  if (!given) return std::nullopt;
  ItemSale sale{given->prices("unit_amount", currency), given->time("from"), given->time("until")};
  if (sale.from && sale.until && *sale.until <= *sale.from) {
    given->fault("until", "later than from");
  }
  given->end();
  return sale;
}

}  // namespace

void read_facts(const Place& place, const std::string& currency, CatalogItem& item) {
  item.sale = read_sale(place, currency);
  ItemFacts facts;
  facts.group = place.optional_text("group");
  read_options(place, facts);
  facts.brand = place.optional_text("brand");
  facts.gtin = read_gtin(place);
  facts.mpn = place.optional_text("mpn");
  facts.category = place.optional_text("category");
  read_condition(place, facts);
  read_size(place, facts);
  read_supply(place, facts);
  if (place.has("least_age")) facts.least_age = place.whole("least_age", 1, ProductBounds::kYears);
  facts.weight_grams = item.weight_grams;
  facts.max_per_order = item.max_per_order;
  item.facts = checkout::SharedFacts(std::move(facts));
}

}  // namespace till::commerce
