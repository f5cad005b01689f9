#include "wire/item_facts.h"

#include <string>

#include "base/clock.h"

namespace till::wire {
namespace {

// Millimetres as a number of centimetres.
std::string centimetres(std::int64_t millimetres) {
  std::string text = std::to_string(millimetres / 10);
  if (millimetres % 10 != 0) text += "." + std::to_string(millimetres % 10);
  return text;
}

}  // namespace

std::string_view availability_spelling(bool in_stock, const checkout::SharedFacts& facts) {
  if (!in_stock) return "out_of_stock";
  if (!facts || !facts->later) return "in_stock";
  return *facts->later == checkout::LaterSupply::preorder ? "pre_order" : "backorder";
}

std::string_view condition_spelling(checkout::ItemCondition condition) {
  switch (condition) {
    case checkout::ItemCondition::fresh: return "new";
    case checkout::ItemCondition::refurbished: return "refurbished";
    case checkout::ItemCondition::used: break;
  }
  return "used";
}

void write_options(json::Writer& json, const std::vector<checkout::ItemOption>& options) {
  if (options.empty()) return;
  json.key("variant_options").begin_array();
  for (const checkout::ItemOption& option : options) {
    json.begin_object().member("name", option.name).member("value", option.value).end_object();
  }
  json.end_array();
}

void write_weight_and_size(json::Writer& json, const checkout::ItemFacts& facts) {
  if (facts.weight_grams) {
    json.key("weight").begin_object().member("value", *facts.weight_grams);
    json.member("unit", "g").end_object();
  }
  if (!facts.size) return;
  json.key("dimensions").begin_object();
  json.key("length").raw(centimetres(facts.size->length_mm));
  json.key("width").raw(centimetres(facts.size->width_mm));
  json.key("height").raw(centimetres(facts.size->height_mm)).member("unit", "cm").end_object();
}

void write_available_at(json::Writer& json, const checkout::SharedFacts& facts) {
  if (!facts || !facts->available_at) return;
  json.member("fulfillable_on", format_rfc3339(*facts->available_at));
}

}  // namespace till::wire
