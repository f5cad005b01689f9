// The ways a catalogue offers, by address, place and time (FU-01 to FU-04, FU-11).
#include "commerce/embedded/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::commerce {
namespace {

using app::address_in;
using checkout::FulfillmentType;
using checkout::QuoteRequest;
using testing::ElementsAre;

constexpr const char* kWays = R"({
  "currency": "usd",
  "items": [
    {"id": "desk", "title": "Desk", "unit_amount": 10000, "stock": 9,
     "fulfillment": ["shipping", "pickup", "local_delivery"]},
    {"id": "mug", "title": "Mug", "unit_amount": 1000, "stock": 9},
    {"id": "file", "title": "File", "unit_amount": 500, "digital": true}],
  "shipping": [
    {"id": "standard", "title": "Standard", "description": "By van", "carrier": "Post",
     "amount": 1000, "countries": ["US"], "taxed": true,
     "window_hours": {"from": 72, "until": 120}},
    {"id": "abroad", "title": "Abroad", "amount": 2500, "countries": ["DE"]}],
  "pickup": [
    {"id": "north", "title": "North", "amount": 200, "taxed": true, "pickup_type": "locker",
     "window_hours": {"from": 9, "until": 33},
     "location": {"name": "North shop", "phone": "+1 555", "instructions": "Ring.",
       "address": {"name": "N", "line_one": "1 N St", "city": "Albany", "state": "NY",
                   "country": "US", "postal_code": "12201"}}},
    {"id": "south", "title": "South", "amount": 0,
     "location": {"name": "South shop",
       "address": {"name": "S", "line_one": "1 S St", "city": "Salem", "state": "OR",
                   "country": "US", "postal_code": "97301"}}}],
  "local_delivery": [
    {"id": "morning", "title": "Morning", "amount": 900, "countries": ["US"],
     "postal_prefixes": ["941"], "window_hours": {"from": 8, "until": 12},
     "service_area": {"radius_miles": 5, "center_postal_code": "94105"}}],
  "tax": [{"country": "US", "state": "CA", "rate_ppm": 72500},
          {"country": "US", "state": "NY", "rate_ppm": 88750}]
})";

struct Ways {
  checkout::Quote quote(const std::vector<std::string>& items, QuoteRequest request = {}) {
    request.currency = "usd";
    request.now = shop.clock.now();  // 10:00 in UTC.
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::optional<std::size_t> group;
      if (i < groups.size()) group = groups[i];
      request.lines.push_back({items[i], 1, group});
    }
    EmbeddedCommerce commerce(*parse_catalog(kWays), shop.memory);
    return *shop.run(commerce.quote(request, shop.executor));
  }
  app::Shop shop;
  std::vector<std::optional<std::size_t>> groups;  // Of each line.
};

std::vector<std::string> told(const checkout::Quote& quote) {
  std::vector<std::string> all;
  for (const auto& option : quote.options) {
    std::string text = option.id + "=" + std::to_string(option.subtotal.minor) + "+" +
                       std::to_string(option.tax.minor) + ":";
    for (const std::size_t line : option.covers) text += std::to_string(line);
    all.push_back(text);
  }
  return all;
}

QuoteRequest to(checkout::Address address) {
  QuoteRequest request;
  request.ship_to = std::move(address);
  return request;
}

TEST(Options, ArePricedAndTaxedByWhereTheyLead) {
  EXPECT_THAT(told(Ways().quote({"desk", "mug", "file"}, to(address_in("CA")))),
              ElementsAre("digital=0+0:2", "standard=1000+73:01", "morning=900+0:0",
                          "north=200+18:0", "south=0+0:0"));
  EXPECT_THAT(told(Ways().quote({"desk", "mug"}, to(address_in("", "DE")))),
              ElementsAre("abroad=2500+0:01"));
  auto far = address_in("CA");
  far.postal_code = "90001";
  EXPECT_THAT(told(Ways().quote({"desk"}, to(far))),
              ElementsAre("standard=1000+73:0", "north=200+18:0", "south=0+0:0"));
}

TEST(Options, TellWhenAndWhereInTheirOwnWords) {  // FU-02 to FU-04
  const auto quote = Ways().quote({"desk"}, to(address_in("CA")));
  const auto& standard = quote.options[0];
  EXPECT_EQ(standard.carrier, "Post");
  EXPECT_EQ(standard.description, "By van");
  const auto& morning = quote.options[1];
  EXPECT_EQ(morning.service_area, (checkout::ServiceArea{5, "94105"}));
  const auto& north = quote.options[2];
  EXPECT_EQ(north.pickup_type, checkout::PickupType::locker);
  EXPECT_EQ(north.location->phone, "+1 555");
  EXPECT_EQ(north.location->instructions, "Ring.");
  const struct {
    const checkout::QuotedOption& option;
    const char* from;
    const char* until;
  } rows[] = {{standard, "2026-11-27T00:00:00Z", "2026-11-29T00:00:00Z"},
              {morning, "2026-11-25T08:00:00Z", "2026-11-25T12:00:00Z"},  // Today's has begun.
              {north, "2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z"}};
  for (const auto& row : rows) {
    ASSERT_TRUE(row.option.window) << row.option.id;
    EXPECT_EQ(format_rfc3339(row.option.window->from), row.from);
    EXPECT_EQ(format_rfc3339(row.option.window->until), row.until);
  }
  EXPECT_FALSE(quote.options[3].window);
}

TEST(Options, OfAGroupWithItsOwnAddressAreItsOwn) {  // FU-11
  Ways ways;
  ways.groups = {std::nullopt, 0};
  auto request = to(address_in("CA"));
  request.groups = {{"gift", FulfillmentType::shipping, address_in("NY"), std::nullopt}};
  const auto quote = ways.quote({"mug", "mug"}, request);
  EXPECT_THAT(told(quote), ElementsAre("standard=1000+73:0", "standard@gift=1000+89:1"));
  EXPECT_EQ(quote.lines[0].tax.minor, 73);
  EXPECT_EQ(quote.lines[1].tax.minor, 89);
  request.groups[0].ship_to = address_in("", "BR");
  const auto unserved = ways.quote({"mug", "mug"}, request);
  EXPECT_EQ(unserved.lines[0].unserved, std::nullopt);
  EXPECT_EQ(unserved.lines[1].unserved, checkout::Unserved::country);
}

TEST(Options, OfAPickupGroupNeedNoAddressAndAreTaxedAtThePlace) {
  Ways ways;
  ways.groups = {0};
  QuoteRequest request;
  request.groups = {{"g", FulfillmentType::pickup, std::nullopt, std::nullopt}};
  EXPECT_THAT(told(ways.quote({"desk"}, request)), ElementsAre("north=200+18:0", "south=0+0:0"));
  request.groups[0].location_id = "south";
  const auto south = ways.quote({"desk"}, request);
  EXPECT_THAT(told(south), ElementsAre("south=0+0:0"));
  EXPECT_EQ(south.lines[0].tax.minor, 0);
  request.groups[0].location_id = "north";
  EXPECT_EQ(ways.quote({"desk"}, request).lines[0].tax.minor, 888);
}

TEST(Options, OfAShopThatOnlyHasPickupServeItsCountry) {
  const auto only = [](const char* country) {
    Catalog catalog = *parse_catalog(kWays);
    catalog.shipping.clear();
    catalog.local_delivery.clear();
    app::Shop shop;
    EmbeddedCommerce commerce(catalog, shop.memory);
    auto request = to(address_in("CA", country));
    request.currency = "usd";
    request.lines.push_back({"desk", 1, std::nullopt});
    return *shop.run(commerce.quote(request, shop.executor));
  };
  EXPECT_THAT(told(only("US")), ElementsAre("north=200+18:0", "south=0+0:0"));
  EXPECT_EQ(only("US").lines[0].unserved, std::nullopt);
  EXPECT_EQ(only("DE").lines[0].unserved, checkout::Unserved::country);
}

TEST(Options, SayWhichMemberOfTheAddressKeepsALineBack) {  // FU-12
  const auto unserved = [](const char* item, const char* country, const char* postal_code) {
    Catalog catalog = *parse_catalog(kWays);
    catalog.shipping[0].area.postal_prefixes = {"941", "SW1"};
    app::Shop shop;
    EmbeddedCommerce commerce(catalog, shop.memory);
    auto request = to(address_in("CA", country));
    request.ship_to->postal_code = postal_code;
    request.currency = "usd";
    request.lines.push_back({item, 1, std::nullopt});
    return shop.run(commerce.quote(request, shop.executor))->lines[0].unserved;
  };
  EXPECT_EQ(unserved("mug", "US", "94105"), std::nullopt);
  EXPECT_EQ(unserved("mug", "US", " 94-105"), std::nullopt);
  EXPECT_EQ(unserved("mug", "US", "sw 1a"), std::nullopt);
  EXPECT_EQ(unserved("mug", "US", "10001"), checkout::Unserved::postal_code);
  EXPECT_EQ(unserved("mug", "US", ""), checkout::Unserved::postal_code);
  EXPECT_EQ(unserved("mug", "BR", "94105"), checkout::Unserved::country);
  EXPECT_EQ(unserved("desk", "US", "10001"), std::nullopt);  // It can be fetched.
  EXPECT_EQ(unserved("file", "BR", "1"), std::nullopt);
}

TEST(Options, GoToTheStatesTheyName) {
  const auto unserved = [](const char* country, const char* state, const char* postal_code) {
    Catalog catalog = *parse_catalog(kWays);
    catalog.shipping[0].area.states = {"US-CA", "US-OR"};
    catalog.shipping[0].area.countries = {"US", "DE"};
    catalog.shipping[0].area.postal_prefixes = {"9"};
    catalog.shipping.pop_back();
    app::Shop shop;
    EmbeddedCommerce commerce(catalog, shop.memory);
    auto request = to(address_in(state, country));
    request.ship_to->postal_code = postal_code;
    request.currency = "usd";
    request.lines.push_back({"mug", 1, std::nullopt});
    return shop.run(commerce.quote(request, shop.executor))->lines[0].unserved;
  };
  EXPECT_EQ(unserved("US", "OR", "97301"), std::nullopt);
  EXPECT_EQ(unserved("US", "oregon", "97301"), std::nullopt);
  EXPECT_EQ(unserved("US", "NY", "97301"), checkout::Unserved::state);
  EXPECT_EQ(unserved("US", "", "97301"), checkout::Unserved::state);
  EXPECT_EQ(unserved("US", "CA", "12201"), checkout::Unserved::postal_code);
  EXPECT_EQ(unserved("DE", "", "97301"), std::nullopt);  // It names none of Germany.
  EXPECT_EQ(unserved("FR", "", "97301"), checkout::Unserved::country);
}

TEST(Options, OfAPickupTellTheTaxOfTheirLinesThere) {
  Ways ways;
  auto request = to(address_in("CA"));
  const auto quote = ways.quote({"mug", "desk", "desk"}, request);
  EXPECT_EQ(quote.lines[1].tax.minor, 725);
  const auto& north = quote.options[2];
  ASSERT_EQ(north.id, "north");
  ASSERT_EQ(north.line_taxes.size(), 2U);
  EXPECT_THAT(north.covers, ElementsAre(1U, 2U));
  EXPECT_EQ(north.line_taxes[0].tax.minor, 888);
  EXPECT_EQ(quote.options[3].line_taxes[1].tax.minor, 0);
  EXPECT_TRUE(quote.options[0].line_taxes.empty());
  request.exemption = checkout::TaxExemption{"c", "resale", {"NY"}, {}};
  const auto exempt = Ways().quote({"mug", "desk"}, request);
  EXPECT_EQ(exempt.lines[1].tax.minor, 725);
  EXPECT_FALSE(exempt.lines[1].exempted);
  EXPECT_TRUE(exempt.options[2].line_taxes[0].exempted);
  EXPECT_EQ(exempt.options[2].line_taxes[0].tax.minor, 0);
  EXPECT_EQ(exempt.options[2].tax.minor, 0);
}

TEST(Options, OfAGroupAreFreedByWhereTheGroupGoes) {
  Ways ways;
  ways.groups = {std::nullopt, 0};
  auto request = to(address_in("CA"));
  request.groups = {{"gift", FulfillmentType::shipping, address_in("NY"), std::nullopt}};
  request.exemption = checkout::TaxExemption{"c", "resale", {"CA"}, {}};
  const auto quote = ways.quote({"mug", "mug"}, request);
  EXPECT_TRUE(quote.lines[0].exempted);
  EXPECT_EQ(quote.lines[0].tax.minor, 0);
  EXPECT_FALSE(quote.lines[1].exempted);
  EXPECT_EQ(quote.lines[1].tax.minor, 89);
  EXPECT_THAT(told(quote), ElementsAre("standard=1000+0:0", "standard@gift=1000+89:1"));
}

TEST(Options, OfAFileAreTaxedWhereTheBuyerIs) {
  EXPECT_EQ(Ways().quote({"file"}).lines[0].tax_place, checkout::TaxPlace::address_missing);
  const auto known = Ways().quote({"file"}, to(address_in("CA")));
  EXPECT_EQ(known.lines[0].tax_place, checkout::TaxPlace::known);
  EXPECT_EQ(known.lines[0].tax.minor, 36);
}

// Nobody fetches it, so that no place without a tax can be chosen for it.
TEST(Options, OfAFileInAPickupGroupAreTaxedWhereTheBuyerIsToo) {
  Ways ways;
  ways.groups = {0, 0};
  auto request = to(address_in("CA"));
  request.groups = {{"g", FulfillmentType::pickup, std::nullopt, "south"}};
  const auto quote = ways.quote({"file", "desk"}, request);
  EXPECT_EQ(quote.lines[0].tax.minor, 36);
  EXPECT_EQ(quote.lines[1].tax.minor, 0);
  request.ship_to.reset();
  EXPECT_EQ(ways.quote({"file", "desk"}, request).lines[0].tax_place,
            checkout::TaxPlace::address_missing);
}

TEST(Options, SayWhetherACertificateFreesThem) {
  auto request = to(address_in("CA"));
  request.exemption = checkout::TaxExemption{"c", "resale", {"CA"}, {}};
  const auto quote = Ways().quote({"desk"}, request);
  const auto freed = [&quote](const char* id) {
    const auto found = std::find_if(quote.options.begin(), quote.options.end(),
                                    [id](const auto& option) { return option.id == id; });
    return found->exempted;
  };
  EXPECT_TRUE(freed("standard"));
  EXPECT_FALSE(freed("morning")) << "is never taxed";
  EXPECT_FALSE(freed("north")) << "is taxed in New York";
}

}  // namespace
}  // namespace till::commerce
