#include "wire/acp/line_facts.h"

#include <array>
#include <string_view>

#include "base/locale_text.h"
#include "base/texts.h"
#include "wire/item_facts.h"

namespace till::wire {
namespace {

using checkout::ItemCondition;
using checkout::LineItem;

void write_disclosure(json::Writer& json, bool markdown, std::string_view content) {
  json.begin_object().member("type", "disclaimer");
  json.member("content_type", markdown ? "markdown" : "plain").member("content", content);
  json.end_object();
}

std::string_view condition_name(ItemCondition condition) {
  switch (condition) {
    case ItemCondition::fresh: return "New";
    case ItemCondition::refurbished: return "Refurbished";
    case ItemCondition::used: break;
  }
  return "Used";
}

void write_attribute(json::Writer& json, std::string_view name, std::string_view value) {
  json.begin_object().shown("display_name", name).member("value", value).end_object();
}

// What the protocol has no member for.
void write_attributes(json::Writer& json, const LineItem& line, const std::string& currency) {
  static const checkout::ItemFacts kNone;
  const checkout::ItemFacts& facts = line.facts ? *line.facts : kNone;
  if (!line.list_amount && !facts.brand && !facts.condition && !facts.gtin && !facts.mpn) return;
  json.key("custom_attributes").begin_array();
  if (line.list_amount) {
    write_attribute(json, "Regular price",
                    money_text(*line.list_amount, currency, json.language()));
  }
  if (facts.brand) write_attribute(json, "Brand", *facts.brand);
  if (facts.condition) {
    write_attribute(json, "Condition",
                    translate(json.language(), condition_name(*facts.condition)));
  }
  if (facts.gtin) write_attribute(json, "GTIN", *facts.gtin);
  if (facts.mpn) write_attribute(json, "MPN", *facts.mpn);
  json.end_array();
}

}  // namespace

void write_line_disclosures(json::Writer& json, const LineItem& line) {
  const bool for_some = line.facts && line.facts->least_age;
  if (line.disclosures.empty() && !for_some) return;
  json.key("disclosures").begin_array();
  if (for_some) {
    const std::array<std::string, 1> age{std::to_string(*line.facts->least_age)};
    const std::string_view sentence =
        translate(json.language(), "Only for buyers who are {0} years old or older.");
    write_disclosure(json, false, fill(sentence, age));
  }
  for (const checkout::Disclosure& each : line.disclosures) {
    write_disclosure(json, each.markdown, each.content);
  }
  json.end_array();
}

void write_line_facts(json::Writer& json, const LineItem& line, const std::string& currency) {
  write_attributes(json, line, currency);
  if (!line.facts) return;
  const checkout::ItemFacts& facts = *line.facts;
  if (facts.group) {
    json.member("product_id", *facts.group).member("variant_id", line.item_id);
  }
  if (facts.category) json.member("category", *facts.category);
  write_weight_and_size(json, facts);
  if (facts.max_per_order) json.member("max_quantity_per_order", *facts.max_per_order);
  write_available_at(json, line.facts);
  write_options(json, facts.options);
}

}  // namespace till::wire
