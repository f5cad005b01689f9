// What the shop says about a cart.
#include "json/writer.h"
#include "simulation/shop.h"

namespace till::simulation {
namespace {

constexpr std::int64_t kTaxPartsPerMillion = 72'500;
constexpr std::int64_t kStandard = 500;
constexpr std::int64_t kExpress = 1'500;

void write_option(json::Writer& json, std::string_view id, std::string_view type,
                  std::int64_t amount) {
  json.begin_object().member("id", id).member("type", type).member("title", id);
  json.member("amount", amount).member("tax", std::int64_t{0});
  json.key("covers").begin_array().integer(0).end_array().end_object();
}

void write_options(json::Writer& json, bool physical, Flaw flaw) {
  json.key("options").begin_array();
  if (physical) {
    write_option(json, "standard", "shipping", kStandard);
    write_option(json, flaw == Flaw::one_id ? "standard" : "express", "shipping", kExpress);
  } else {
    write_option(json, "download", "digital", 0);
    if (flaw == Flaw::one_id) write_option(json, "download", "digital", 1);
  }
  json.end_array();
}

// Two and more are a little cheaper, without a code.
void write_discounts(json::Writer& json, std::int64_t amount) {
  json.key("discounts").begin_object().key("applied").begin_array();
  if (amount > 0) {
    json.begin_object().member("title", "Several").key("allocations").begin_array();
    json.begin_object().member("index", std::int64_t{0}).member("amount", amount).end_object();
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Shop::Line Shop::priced_line(json::Value asked) const {
  Line line{std::string(asked.at("item_id").text()), asked.at("quantity").whole().value_or(0)};
  const auto item = items_.find(line.item);
  if (item == items_.end()) return line;
  line.price = item->second.price;
  const std::int64_t base = line.price * line.quantity;
  if (line.quantity > 1) line.discount = base / 10;
  if (item->second.physical) {
    line.tax = ((base - line.discount) * kTaxPartsPerMillion + 500'000) / 1'000'000;
  }
  return line;
}

std::string Shop::quote_text(const Line& line, const Item& item, Flaw flaw) const {
  std::string text;
  json::Writer json(text);
  json.begin_object().key("lines").begin_array();
  const int times = flaw == Flaw::no_lines ? 0 : flaw == Flaw::line_twice ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    json.begin_object().member("index", std::int64_t{0}).key("sold").boolean(item.sold);
    json.member("title", line.item).key("physical").boolean(item.physical).key("unit_amount");
    if (flaw == Flaw::text_for_number) {
      json.text("free");
    } else if (flaw == Flaw::overflow) {
      json.integer(kAmountMax);
    } else {
      json.integer(flaw == Flaw::negative ? -line.price : line.price);
    }
    if (item.physical) json.member("available", free(line.item, ""));
    if (flaw != Flaw::no_tax) json.member("tax", flaw == Flaw::overflow ? 1 : line.tax);
    json.end_object();
  }
  json.end_array();
  if (item.sold) {
    write_options(json, item.physical, flaw);
    const std::int64_t base = line.price * line.quantity;
    write_discounts(json, flaw == Flaw::over_allocation ? base + 1 : line.discount);
  } else {
    json.key("options").begin_array().end_array();
  }
  json.end_object();
  return text;
}

Shop::Answer Shop::quote(json::Value request, Flaw flaw) {
  ++quotes;
  const Line line = priced_line(*request.at("lines").entries().begin());
  const Item& item = items_[line.item];
  // An item that is not sold has nothing that could be said wrongly, but for its line.
  const bool about_line = flaw == Flaw::no_lines || flaw == Flaw::line_twice;
  if (!item.sold && !about_line) flaw = Flaw::none;
  const std::string session(request.at("session_id").text());
  const bool enough = !item.physical || line.quantity <= free(line.item, session);
  const bool to_charge = request.at("purpose").text() == "complete";
  if (to_charge && item.sold && enough && flaw == Flaw::none) {
    Offer offer{line, {line.total()}};
    if (item.physical) offer.totals = {line.total() + kStandard, line.total() + kExpress};
    offers_[session].push_back(std::move(offer));
  }
  return {200, quote_text(line, item, flaw)};
}

}  // namespace till::simulation
