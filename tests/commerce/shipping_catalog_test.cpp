// The shipping of a catalogue: what is refused in it, and quotes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {
namespace {

using app::address_in;
using testing::ElementsAre;

constexpr const char* kShipping = R"({
  "currency": "usd",
  "shipping_classes": ["bulky", "battery"],
  "items": [
    {"id": "mug", "title": "Mug", "unit_amount": 1450, "stock": 99, "weight_grams": 400},
    {"id": "chair", "title": "Chair", "unit_amount": 9900, "stock": 99, "weight_grams": 8000,
     "shipping_class": "bulky", "fulfillment": ["shipping", "local_delivery"]},
    {"id": "cell", "title": "Cell", "unit_amount": 500, "stock": 99, "weight_grams": 50,
     "shipping_class": "battery"},
    {"id": "file", "title": "File", "unit_amount": 500, "digital": true}],
  "zones": [
    {"id": "mainland", "areas": [{"countries": ["US"]}],
     "except": [{"countries": ["US"], "states": ["US-AK", "US-HI"]}]},
    {"id": "far", "areas": [{"countries": ["US"], "states": ["US-AK", "US-HI"]}]}],
  "calendars": [
    {"id": "shop", "working_days": ["mon", "tue", "wed", "thu", "fri"],
     "holidays": [{"weekday": "thu", "from": "11-22"}]},
    {"id": "post", "working_days": ["mon", "tue", "wed", "thu", "fri", "sat"],
     "holidays": [{"weekday": "thu", "from": "11-22"}]}],
  "dispatch": {"time_zone": "America/New_York", "calendar": "shop", "cut_off": "14:00",
               "handling_days": 0},
  "shipping": [
    {"id": "ground", "title": "Ground", "zones": ["mainland"], "taxed": true,
     "tariff": {"by": "weight", "steps": [{"up_to": 1000, "amount": 500},
                                          {"up_to": 10000, "amount": 900}]},
     "free_from": 10000,
     "classes": [{"class": "bulky", "add": 2900, "for_each": "piece"}],
     "delivery": {"calendar": "post", "days": {"from": 1, "until": 2},
                  "hours": {"from": "09:00", "until": "18:00"}}},
    {"id": "air", "title": "Air", "zones": ["mainland", "far"], "amount": 1500,
     "classes": [{"class": "battery", "excluded": true}]}],
  "local_delivery": [
    {"id": "van", "title": "Van", "countries": ["US"],
     "postal_ranges": [{"from": "941", "until": "949"}],
     "tariff": {"by": "pieces", "steps": [{"up_to": 2, "amount": 3000}]}}],
  "tax": [{"country": "US", "state": "CA", "rate_ppm": 72500}],
  "discounts": [{"code": "TEN", "name": "Ten off", "amount_off": 1000}]
})";

struct Ordering {
  std::vector<std::pair<std::string, std::int64_t>> items;
  const char* state = "CA";
  std::vector<std::string> codes = {};
  const char* now = "2026-11-24T10:00:00Z";  // A Tuesday.
};

checkout::Quote quote_of(const Ordering& ordering) {
  app::Shop shop;
  const auto catalog = parse_catalog(kShipping);
  EXPECT_TRUE(catalog) << catalog.error().text();
  EmbeddedCommerce commerce(*catalog, shop.memory);
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.now = *parse_rfc3339(ordering.now);
  request.ship_to = address_in(ordering.state);
  request.discount_codes = ordering.codes;
  for (const auto& [item, quantity] : ordering.items) {
    request.lines.push_back({item, quantity, std::nullopt});
  }
  return *shop.run(commerce.quote(request, shop.executor));
}

std::vector<std::string> told_of(const Ordering& ordering) {
  std::vector<std::string> all;
  for (const auto& option : quote_of(ordering).options) {
    std::string text = option.id + "=" + std::to_string(option.subtotal.minor) + "+" +
                       std::to_string(option.tax.minor) + ":";
    for (const std::size_t line : option.covers) text += std::to_string(line);
    all.push_back(text);
  }
  return all;
}

TEST(ShippingOfACatalog, CostsWhatIsInTheShipment) {
  EXPECT_THAT(told_of({{{"mug", 2}}}), ElementsAre("ground=500+36:0", "air=1500+0:0"));
  EXPECT_THAT(told_of({{{"mug", 3}}}), ElementsAre("ground=900+65:0", "air=1500+0:0"));
  // A file weighs nothing and is not brought.
  EXPECT_THAT(told_of({{{"mug", 2}, {"file", 9}}}),
              ElementsAre("digital=0+0:1", "ground=500+36:0", "air=1500+0:0"));
  // Free from 100.00 on, but for what a chair adds.
  EXPECT_THAT(told_of({{{"mug", 6}}}), ElementsAre("ground=900+65:0", "air=1500+0:0"));
  EXPECT_THAT(told_of({{{"mug", 7}}}), ElementsAre("ground=0+0:0", "air=1500+0:0"));
  EXPECT_THAT(told_of({{{"chair", 1}, {"mug", 1}}}),
              ElementsAre("ground=2900+210:01", "air=1500+0:01", "van=3000+0:0"));
  // Too heavy for ground, too many for the van.
  EXPECT_THAT(told_of({{{"chair", 3}}}), ElementsAre("air=1500+0:0"));
}

TEST(ShippingOfACatalog, IsFreeByWhatIsPaidForTheGoods) {
  EXPECT_THAT(told_of({{{"mug", 7}}, "CA", {"TEN"}}),
              ElementsAre("ground=900+65:0", "air=1500+0:0"));  // 101.50 less 10.00.
  // Of 10.00 off 601.50, 1.69 is off the mugs; of 10.00 off 1,101.50, 0.92 is.
  EXPECT_THAT(told_of({{{"mug", 7}, {"file", 100}}, "CA", {"TEN"}}),
              ElementsAre("digital=0+0:1", "ground=900+65:0", "air=1500+0:0"));
  EXPECT_THAT(told_of({{{"mug", 7}, {"file", 200}}, "CA", {"TEN"}}),
              ElementsAre("digital=0+0:1", "ground=0+0:0", "air=1500+0:0"));
}

TEST(ShippingOfACatalog, LeavesLinesOutOfRatesThatExcludeTheirClass) {
  const auto both = quote_of({{{"mug", 1}, {"cell", 1}}});
  EXPECT_THAT(told_of({{{"mug", 1}, {"cell", 1}}}),
              ElementsAre("ground=500+36:01", "air=1500+0:0"));
  EXPECT_EQ(both.lines[1].unserved, std::nullopt);
  // Nothing brings it to Alaska, where the seller delivers all the same.
  EXPECT_THAT(told_of({{{"mug", 1}, {"cell", 1}}, "AK"}), ElementsAre("air=1500+0:0"));
  EXPECT_EQ(quote_of({{{"cell", 1}}, "AK"}).lines[0].unserved, std::nullopt);
  EXPECT_EQ(quote_of({{{"cell", 1}}, ""}).lines[0].unserved, checkout::Unserved::state);
}

TEST(ShippingOfACatalog, SaysWhenItArrives) {
  const auto quote = quote_of({{{"mug", 1}}});
  // 05:00 in New York: sent on Tuesday, there on Wednesday or, after Thanksgiving, on Friday.
  ASSERT_TRUE(quote.options[0].window);
  EXPECT_EQ(format_rfc3339(quote.options[0].window->from), "2026-11-25T14:00:00Z");
  EXPECT_EQ(format_rfc3339(quote.options[0].window->until), "2026-11-27T23:00:00Z");
  EXPECT_FALSE(quote.options[1].window);
  // Nobody knows on which days the next century works.
  EXPECT_THAT(told_of({{{"mug", 1}}, "CA", {}, "2101-01-01T00:00:00Z"}),
              ElementsAre("air=1500+0:0"));
}

TEST(ShippingOfACatalog, OfAGroupCostsWhatIsInTheGroup) {  // FU-11
  app::Shop shop;
  EmbeddedCommerce commerce(*parse_catalog(kShipping), shop.memory);
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.now = shop.clock.now();
  request.ship_to = address_in("CA");
  request.groups = {{"gift", checkout::FulfillmentType::shipping, address_in("NY"), std::nullopt}};
  request.lines = {{"mug", 2, std::nullopt}, {"mug", 3, 0}};
  const auto quote = *shop.run(commerce.quote(request, shop.executor));
  ASSERT_EQ(quote.options.size(), 4U);
  EXPECT_EQ(quote.options[0].id, "ground");
  EXPECT_EQ(quote.options[0].subtotal.minor, 500);
  EXPECT_EQ(quote.options[2].id, "ground@gift");
  EXPECT_EQ(quote.options[2].subtotal.minor, 900);
}

struct WrongShipping {
  const char* members;
  const char* sentence;
};

constexpr const char* kRate = R"("shipping":[{"id":"s","title":"S","countries":["US"],)";
constexpr const char* kCalendars =
    R"("calendars":[{"id":"c","working_days":["mon"],"holidays":[]}],)";
constexpr const char* kDispatch =
    R"("dispatch":{"time_zone":"UTC","calendar":"c","cut_off":"14:00","handling_days":0},)";

// One fault each, where it stands.
void expect_faults(const std::string& before, std::initializer_list<WrongShipping> rows,
                   const std::string& after) {
  for (const WrongShipping& row : rows) {
    const std::string text = R"({"currency":"usd",)" + before + row.members + after + "}";
    const auto catalog = parse_catalog(text);
    ASSERT_FALSE(catalog.has_value()) << text;
    EXPECT_NE(catalog.error().text().find(row.sentence), std::string::npos)
        << text << "\n"
        << catalog.error().text();
    EXPECT_EQ(catalog.error().count(), 1U) << catalog.error().text();
  }
}

TEST(ShippingOfACatalog, IsRefusedWithAWrongZone) {
  expect_faults(
      R"("zones":[{"id":"z",)",
      {{R"("areas":[])", "$.zones[0].areas must be a list of at least one area"},
       {R"("area":[],"areas":[{"countries":["US"]}])", "$.zones[0].area is not a member"},
       {R"("areas":[{"countries":[]}])",
        "$.zones[0].areas[0].countries must be a list of at least"},
       {R"("areas":[{}])", "$.zones[0].areas[0].countries must be a list of at least one country"},
       {R"("areas":[{"countries":["XX"]}])", "$.zones[0].areas[0].countries[0] must be an ISO"},
       {R"("areas":[{"countries":["US"],"state":["US-CA"]}])", "areas[0].state is not a member"},
       {R"("areas":[{"countries":["US"]}],"except":[])", "$.zones[0].except must be a list of at"},
       {R"("areas":[{"countries":["US"],"postal_ranges":[]}])",
        "postal_ranges must be a list of at"},
       {R"("areas":[{"countries":["US","CA"],"postal_ranges":[{"from":"1","until":"2"}]}])",
        "areas[0].postal_ranges must be given for one country alone"},
       {R"("areas":[{"countries":["US"],"postal_ranges":[{"from":"2","until":"1"}]}])",
        "postal_ranges[0] must be two beginnings"},
       {R"("areas":[{"countries":["US"],"postal_ranges":[{"from":"1","until":"22"}]}])",
        "postal_ranges[0] must be two beginnings"},
       {R"("areas":[{"countries":["US"],"postal_ranges":[{"from":"1A","until":"22"}]}])",
        "postal_ranges[0] must be two beginnings"},
       {R"("areas":[{"countries":["GB"],"postal_ranges":[{"from":"IV1","until":"KW2"}]}])",
        "postal_ranges[0] must be two districts"},
       {R"("areas":[{"countries":["GB"],"postal_ranges":[{"from":"IV9","until":"IV1"}]}])",
        "postal_ranges[0] must be two districts"},
       {R"("areas":[{"countries":["GB"],"postal_ranges":[{"from":"IV","until":"IV"}]}])",
        "postal_ranges[0] must be two districts"},
       {R"("areas":[{"countries":["US"],"postal_ranges":[{"from":"1"}]}])",
        "postal_ranges[0].until must be a text and is missing"}},
      "}]");
  expect_faults(
      R"("zones":[{"id":"z","areas":[{"countries":["US"]}]}],"shipping":[{"id":"s",)"
      R"("title":"S","amount":0,)",
      {{R"("zones":[])", "$.shipping[0].zones must be a list of at least one"},
       {R"("zones":["y"])", "$.shipping[0].zones must be a list of ids of zones: y is"},
       {R"("zones":["z","z"])", "$.shipping[0].zones must be a list without repetition"},
       {R"("zones":["z"],"countries":["US"])", "$.shipping[0].countries must be left out"}},
      "}]");
}

TEST(ShippingOfACatalog, IsRefusedWithAWrongTariff) {
  expect_faults(
      kRate,
      {{R"("tariff":{"by":"weight","steps":[]})", "tariff.steps must be a list of at least one"},
       {R"("tariff":{"by":"size","steps":[{"up_to":1,"amount":1}]})",
        "$.shipping[0].tariff.by must be one of weight, price, pieces"},
       {R"("amount":1,"tariff":{"by":"weight","steps":[{"up_to":1,"amount":1}]})",
        "$.shipping[0] must be given exactly one of amount and tariff"},
       {R"("tariff":{"by":"weight","steps":[{"up_to":0,"amount":1}]})", "steps[0].up_to must be a"},
       {R"("tariff":{"by":"weight","steps":[{"amount":1}]})",
        "up_to must be a whole number from 1"},
       {R"("tariff":{"by":"weight","steps":[{"up_to":"all","amount":1}]})",
        "up_to must be a number"},
       {R"("tariff":{"by":"weight","steps":[{"up_to":5,"amount":1},{"up_to":5,"amount":2}]})",
        "steps[1].up_to must be more than in the step before"},
       {R"("tariff":{"by":"weight","steps":[{"up_to":"any","amount":1},{"up_to":5,"amount":2}]})",
        "steps[1].up_to must be more than in the step before, which takes any"},
       {R"("tariff":{"by":"price","steps":[{"up_to":{"usd":5},"amount":1},
           {"up_to":{"jpy":9},"amount":2}]})",
        "steps[1].up_to must be more than in the step before, in the same currencies"},
       {R"("tariff":{"by":"price","steps":[{"up_to":0,"amount":1}]})", "up_to must be more than 0"},
       {R"("tariff":{"by":"price","steps":[{"up_to":5,"amount":1,"per":{"units":1,"amount":1}}]})",
        "steps[0].per must be left out of a tariff by price"},
       {R"("tariff":{"by":"pieces","steps":[{"up_to":5,"amount":1,"per":{"units":0,"amount":1}}]})",
        "steps[0].per.units must be a whole number from 1"},
       {R"("tariff":{"by":"pieces","steps":[{"up_to":5,"amount":1,"to":1}]})",
        "steps[0].to is not"},
       {R"("amount":1,"free_from":0)", "$.shipping[0].free_from must be more than 0"},
       {R"("amount":1,"free_from":{"usd":5,"jpy":0})",
        "$.shipping[0].free_from must be more than"}},
      "}]");
}

TEST(ShippingOfACatalog, IsRefusedWithAWrongClass) {
  expect_faults(
      std::string(R"("shipping_classes":["bulky","flat"],)") + kRate + R"("amount":1,)",
      {{R"("classes":[])", "$.shipping[0].classes must be a list of at least one class"},
       {R"("classes":[{"class":"bulk","excluded":true}])",
        "classes[0].class must be one of shipping_classes: bulk is none"},
       {R"("classes":[{"class":"bulky"}])", "classes[0] must be given exactly one of add and"},
       {R"("classes":[{"class":"bulky","excluded":false}])",
        "classes[0] must be given exactly one"},
       {R"("classes":[{"class":"bulky","add":1}])", "classes[0].for_each must be a text and is"},
       {R"("classes":[{"class":"bulky","add":1,"for_each":"line"}])",
        "classes[0].for_each must be one of piece, shipment"},
       {R"("classes":[{"class":"bulky","excluded":true},{"class":"bulky","excluded":true}])",
        "classes[1].class must be unique"},
       {R"("only_classes":[])", "$.shipping[0].only_classes must be a list of at least one"},
       {R"("only_classes":["x"])", "only_classes must be a list of shipping_classes: x is none"},
       {R"("only_classes":["flat"],"classes":[{"class":"bulky","add":1,"for_each":"piece"}])",
        "only_classes must be a list of all classes that add something: bulky is missing"},
       {R"("only_classes":["flat"],"classes":[{"class":"bulky","excluded":true}])",
        "only_classes must be left out, or nothing excluded: bulky is"}},
      "}]");
  expect_faults("",
                {{R"("shipping_classes":[])", "$.shipping_classes must be a list of at least"},
                 {R"("shipping_classes":["a","a"])", "$.shipping_classes must be a list without"}},
                "");
}

TEST(ShippingOfACatalog, IsRefusedWithItemsThatItCannotWeigh) {
  const std::string by_weight =
      R"("shipping_classes":["light"],)" + std::string(kRate) +
      R"("only_classes":["light"],"tariff":{"by":"weight","steps":[{"up_to":5,"amount":1}]}}],)"
      R"("items":[{"id":"a","title":"A","unit_amount":1,)";
  expect_faults(
      by_weight,
      {{R"("stock":1,"shipping_class":"light")",
        "$.items[0].weight_grams must be given: a rate by weight brings this item"},
       {R"("stock":1,"weight_grams":0)", "$.items[0].weight_grams must be a whole number"},
       {R"("stock":1,"weight_grams":1.5)", "$.items[0].weight_grams must be a whole"},
       {R"("stock":1,"weight_grams":10000001)", "$.items[0].weight_grams must be a whole"},
       {R"("stock":1,"shipping_class":"heavy")",
        "$.items[0].shipping_class must be one of shipping_classes: heavy is none"},
       {R"("digital":true,"weight_grams":5)", "weight_grams must be left out of a digital"},
       {R"("digital":true,"shipping_class":"light")", "shipping_class must be left out of"}},
      "}]");
  // Nothing by weight brings these.
  for (const char* item : {R"("stock":1)", R"("stock":1,"shipping_class":"light",
                           "fulfillment":["pickup"])",
                           R"("digital":true)"}) {
    const auto catalog = parse_catalog(R"({"currency":"usd",)" + by_weight + item + "}]}");
    EXPECT_TRUE(catalog) << catalog.error().text();
  }
}

TEST(ShippingOfACatalog, IsRefusedWithAWrongCalendar) {
  expect_faults(
      R"("calendars":[{"id":"c",)",
      {{R"("working_days":[],"holidays":[])", "$.calendars[0].working_days must be a list of at"},
       {R"("holidays":[])", "$.calendars[0].working_days must be a list of at least one"},
       {R"("working_days":["mon"])", "$.calendars[0].holidays must be a list and is missing"},
       {R"("working_days":["monday"],"holidays":[])", "working_days must be a list of sun to sat"},
       {R"("working_days":["mon","mon"],"holidays":[])", "working_days must be a list without"},
       {R"("working_days":["mon"],"holidays":[{}])",
        "holidays[0] must be given exactly one of date"},
       {R"("working_days":["mon"],"holidays":[{"date":"12-25","easter":1}])",
        "exactly one of date"},
       {R"("working_days":["mon"],"holidays":[{"date":"25-12"}])",
        "holidays[0].date must be a date"},
       {R"("working_days":["mon"],"holidays":[{"date":"2026-02-29"}])", "holidays[0].date must be"},
       {R"("working_days":["mon"],"holidays":[{"date":"12-25","substitute":"maybe"}])",
        "substitute must be one of nearest, next_weekday, after_sunday"},
       {R"("working_days":["mon"],"holidays":[{"weekday":"thu"}])", "from must be a text and is"},
       {R"("working_days":["mon"],"holidays":[{"weekday":"thu","from":"02-29"}])",
        "holidays[0].from must be a day of every year"},
       {R"("working_days":["mon"],"holidays":[{"weekday":"th","from":"11-22"}])",
        "weekday must be"},
       {R"("working_days":["mon"],"holidays":[{"easter":201}])", "easter must be a whole number"}},
      "}]");
  expect_faults(
      std::string(kCalendars) + R"("dispatch":{"calendar":"c",)",
      {{R"("time_zone":"Berlin","cut_off":"14:00","handling_days":0)",
        "$.dispatch.time_zone must be a zone of the tz database, like Europe/Berlin"},
       {R"("time_zone":"UTC","cut_off":"2 pm","handling_days":0)", "$.dispatch.cut_off must be an"},
       {R"("time_zone":"UTC","cut_off":"24:01","handling_days":0)",
        "$.dispatch.cut_off must be an"},
       {R"("time_zone":"UTC","cut_off":"14:00")",
        "$.dispatch.handling_days must be a whole number"},
       {R"("time_zone":"UTC","cut_off":"14:00","handling_days":91)",
        "handling_days must be a whole"}},
      "}");
  expect_faults("",
                {{R"("dispatch":{"time_zone":"UTC","calendar":"d","cut_off":"14:00",
                          "handling_days":0})",
                  "$.dispatch.calendar must be the id of a calendar: d is none"}},
                "");
}

TEST(ShippingOfACatalog, IsRefusedWithWrongDaysOfDelivery) {
  const std::string before = std::string(kCalendars) + kDispatch + kRate + R"("amount":1,)";
  expect_faults(
      before,
      {{R"("delivery":{"days":{"from":1,"until":2},"hours":{"from":"08:00","until":"18:00"}})",
        "$.shipping[0].delivery.calendar must be a text and is missing"},
       {R"("delivery":{"calendar":"c","hours":{"from":"08:00","until":"18:00"}})",
        "$.shipping[0].delivery.days must be an object and is missing"},
       {R"("delivery":{"calendar":"c","days":{"from":1,"until":2}})",
        "$.shipping[0].delivery.hours must be an object and is missing"},
       {R"("delivery":{"calendar":"c","days":{"from":2,"until":1},
                       "hours":{"from":"08:00","until":"18:00"}})",
        "$.shipping[0].delivery.days.until must be no less than from"},
       {R"("delivery":{"calendar":"c","days":{"from":1,"until":1},
                       "hours":{"from":"18:00","until":"18:00"}})",
        "$.shipping[0].delivery.hours must be longer"},
       {R"("delivery":{"calendar":"c","days":{"from":0,"until":1},
                       "hours":{"from":"08:00","until":"18:00"}})",
        "$.shipping[0].delivery.hours must be from cut_off on"},
       {R"("window_hours":{"from":1,"until":2},"delivery":{"calendar":"c",
            "days":{"from":1,"until":1},"hours":{"from":"08:00","until":"18:00"}})",
        "$.shipping[0].delivery must be left out where window_hours is given"}},
      "}]");
  expect_faults(std::string(kCalendars) + kRate + R"("amount":1,)",
                {{R"("delivery":{"calendar":"c","days":{"from":1,"until":2},
                                 "hours":{"from":"08:00","until":"18:00"}})",
                  "$.shipping[0].delivery must be left out of a catalogue without dispatch"}},
                "}]");
}

}  // namespace
}  // namespace till::commerce
