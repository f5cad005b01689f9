// What an item of a catalogue tells of itself, written down as catalog.json has it.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "commerce/embedded/catalog.h"
#include "json/writer.h"
#include "written_shipping.h"

namespace till::commerce {

inline void write_time(json::Writer& json, std::string_view name,
                       const std::optional<Timestamp>& time) {
  if (time) json.member(name, format_rfc3339(*time));
}

inline void write_sale(json::Writer& json, const ItemSale& sale) {
  json.key("sale").begin_object();
  write_prices(json, "unit_amount", sale.prices);
  write_time(json, "from", sale.from);
  write_time(json, "until", sale.until);
  json.end_object();
}

inline void write_kind(json::Writer& json, const checkout::ItemFacts& facts) {
  const auto text = [&json](std::string_view name, const std::optional<std::string>& value) {
    if (value) json.member(name, *value);
  };
  text("group", facts.group);
  json.key("options").begin_array();
  for (const checkout::ItemOption& option : facts.options) {
    json.begin_object().member("name", option.name).member("value", option.value).end_object();
  }
  json.end_array();
  text("brand", facts.brand);
  text("gtin", facts.gtin);
  text("mpn", facts.mpn);
  text("category", facts.category);
}

inline void write_facts(json::Writer& json, const checkout::ItemFacts& facts) {
  write_kind(json, facts);
  if (facts.condition) {
    constexpr std::string_view kConditions[] = {"new", "refurbished", "used"};
    json.member("condition", kConditions[static_cast<std::size_t>(*facts.condition)]);
  }
  if (facts.size) {
    json.key("size").begin_object().member("length_mm", facts.size->length_mm);
    json.member("width_mm", facts.size->width_mm).member("height_mm", facts.size->height_mm);
    json.end_object();
  }
  if (facts.later) {
    const bool preorder = *facts.later == checkout::LaterSupply::preorder;
    json.member("availability", preorder ? "preorder" : "backorder");
  }
  write_time(json, "available_at", facts.available_at);
  if (facts.max_per_order) json.member("max_per_order", *facts.max_per_order);
  if (facts.least_age) json.member("least_age", *facts.least_age);
}

}  // namespace till::commerce
