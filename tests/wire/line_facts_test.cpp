// What a line tells of its item, as agents read it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/acp/order_json.h"
#include "wire/acp/response.h"
#include "wire/sessions.h"

namespace till::wire {
namespace {

using checkout::ItemCondition;
using checkout::ItemFacts;
using checkout::LaterSupply;
using checkout::SharedFacts;
using ::testing::HasSubstr;
using ::testing::Not;

std::string rendered(const ItemFacts& facts, Language language = Language::en,
                     std::optional<Amount> list_amount = {}, bool in_stock = true) {
  checkout::Session session = test::ready_session();
  session.language = language;
  session.lines[0].facts = SharedFacts(facts);
  session.lines[0].list_amount = list_amount;
  session.lines[0].in_stock = in_stock;
  const std::string text = SessionRenderer(test::seller()).render(session);
  const std::size_t begin = text.find("\"line_items\"");
  return text.substr(begin, text.find("\"totals\"", begin) - begin);
}

TEST(LineFacts, AreToldWhereTheProtocolHasAPlace) {
  ItemFacts facts;
  facts.group = "tee";
  facts.options = {{"Colour", "Blue"}, {"Size", "L"}};
  facts.category = "Shirts";
  facts.weight_grams = 180;
  facts.size = checkout::ItemSize{300, 205, 9};
  facts.max_per_order = 4;
  const std::string line = rendered(facts);
  EXPECT_THAT(line, HasSubstr(R"("product_id":"tee","variant_id":")"));
  EXPECT_THAT(line, HasSubstr(R"("category":"Shirts","weight":{"value":180,"unit":"g"},)"
                              R"("dimensions":{"length":30,"width":20.5,"height":0.9,"unit":"cm"},)"
                              R"("max_quantity_per_order":4,"variant_options":[)"
                              R"({"name":"Colour","value":"Blue"},{"name":"Size","value":"L"}])"));
}

TEST(LineFacts, WithoutAPlaceAreAttributesInTheBuyersLanguage) {
  ItemFacts facts;
  facts.brand = "Loom";
  facts.condition = ItemCondition::refurbished;
  facts.gtin = "4006381333931";
  facts.mpn = "LC-T";
  EXPECT_THAT(rendered(facts, Language::de, Amount{2500}),
              HasSubstr(R"("custom_attributes":[)"
                        R"({"display_name":"Regulärer Preis","value":"25,00 $"},)"
                        R"({"display_name":"Marke","value":"Loom"},)"
                        R"({"display_name":"Zustand","value":"Generalüberholt"},)"
                        R"({"display_name":"GTIN","value":"4006381333931"},)"
                        R"({"display_name":"Herstellernummer","value":"LC-T"}])"));
}

TEST(LineFacts, SayWhenItCanBeHad) {
  const struct {
    std::optional<LaterSupply> later;
    bool in_stock;
    const char* told;
  } rows[] = {{{}, true, "in_stock"},
              {LaterSupply::preorder, true, "pre_order"},
              {LaterSupply::backorder, true, "backorder"},
              {LaterSupply::preorder, false, "out_of_stock"}};
  for (const auto& row : rows) {
    ItemFacts facts;
    facts.later = row.later;
    facts.available_at = *parse_rfc3339("2026-12-24T00:00:00Z");
    const std::string line = rendered(facts, Language::en, {}, row.in_stock);
    EXPECT_THAT(line, HasSubstr(std::string(R"("availability_status":")") + row.told + "\""));
    EXPECT_THAT(line, HasSubstr(R"("fulfillable_on":"2026-12-24T00:00:00Z")"));
  }
}

TEST(LineFacts, AgeIsADisclosureBeforeTheShopsOwn) {
  ItemFacts facts;
  facts.least_age = 18;
  EXPECT_THAT(rendered(facts), HasSubstr(R"("disclosures":[{"type":"disclaimer",)"
                                         R"("content_type":"plain","content":"Only for buyers )"
                                         R"(who are 18 years old or older."})"));
}

TEST(LineFacts, ThatAreNotThereAreNotTold) {
  const std::string line = rendered(ItemFacts{});
  for (const char* member : {"product_id", "variant_id", "custom_attributes", "disclosures",
                             "weight", "dimensions", "variant_options", "fulfillable_on"}) {
    EXPECT_THAT(line, Not(HasSubstr(std::string("\"") + member + "\"")));
  }
}

TEST(LineFacts, OptionsAreTheDescriptionOfALineOfAnOrder) {
  checkout::Order order;
  order.lines.emplace_back();
  order.lines[0].options = {{"Colour", "Blue"}, {"Size", "L"}};
  std::string text;
  json::Writer json(text);
  acp::write_order(json, order);
  EXPECT_THAT(text, HasSubstr(R"("description":"Colour: Blue, Size: L")"));
}

}  // namespace
}  // namespace till::wire
