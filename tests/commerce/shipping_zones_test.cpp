// Where rates go: countries, states, postal codes and what is left out of them.
#include "commerce/embedded/shipping_zones.h"

#include <gtest/gtest.h>

#include "commerce/embedded/catalog.h"

namespace till::commerce {
namespace {

using checkout::Unserved;

Zone zone_of(const std::string& members) {
  const auto catalog = parse_catalog(R"({"currency":"usd","zones":[{"id":"z",)" + members + "}]}");
  EXPECT_TRUE(catalog) << catalog.error().text();
  return catalog->zones.front();
}

std::optional<Unserved> obstacle_at(const Zone& zone, const char* country, const char* state,
                                    const char* code) {
  checkout::Address address;
  address.country = country;
  address.state = state;
  address.postal_code = code;
  return obstacle(zone, address);
}

struct Addressed {
  const char* country;
  const char* state;
  const char* code;
  std::optional<Unserved> obstacle;
};

void expect_obstacles(const Zone& zone, std::initializer_list<Addressed> rows) {
  for (const Addressed& row : rows) {
    EXPECT_EQ(obstacle_at(zone, row.country, row.state, row.code), row.obstacle)
        << row.country << " " << row.state << " " << row.code;
  }
}

// The contiguous states, as carriers of the United States divide it.
TEST(ShippingZones, LeaveStatesOut) {
  const Zone contiguous = zone_of(
      R"("areas":[{"countries":["US"]}],
         "except":[{"countries":["US"],"states":["US-AK","US-Hawaii","US-PR"]}])");
  expect_obstacles(contiguous, {{"US", "CA", "94105", std::nullopt},
                                {"US", "California", "94105", std::nullopt},
                                {"US", "AK", "99501", Unserved::state},
                                {"US", "hawaii", "96801", Unserved::state},
                                {"US", "", "96801", Unserved::state},  // It may be one of them.
                                {"US", "Nowhere", "96801", Unserved::state},
                                {"CA", "ON", "K1A 0B1", Unserved::country}});
}

// Corsica is 20000 to 20999 by the postal codes of La Poste.
TEST(ShippingZones, HoldRangesOfPostalCodes) {
  const Zone mainland = zone_of(
      R"("areas":[{"countries":["FR"]}],
         "except":[{"countries":["FR"],"postal_ranges":[{"from":"20000","until":"20999"}]}])");
  expect_obstacles(mainland, {{"FR", "", "75001", std::nullopt},
                              {"FR", "", "19999", std::nullopt},
                              {"FR", "", "20000", Unserved::postal_code},
                              {"FR", "", "20999", Unserved::postal_code},
                              {"FR", "", "21000", std::nullopt},
                              {"FR", "", "", Unserved::postal_code}});
}

TEST(ShippingZones, CompareBeginningsOfOneForm) {
  const Zone some = zone_of(
      R"("areas":[{"countries":["US"],"postal_prefixes":["10"],
                   "postal_ranges":[{"from":"941","until":"943"}]},
                  {"countries":["JP"],"postal_ranges":[{"from":"900-0000","until":"907-9999"}]},
                  {"countries":["CA"],"postal_ranges":[{"from":"K1A","until":"K2C"}]}])");
  expect_obstacles(some, {{"US", "CA", "94105-1234", std::nullopt},
                          {"US", "CA", "94399", std::nullopt},
                          {"US", "CA", "94400", Unserved::postal_code},
                          {"US", "NY", "10001", std::nullopt},
                          {"US", "CA", "94", Unserved::postal_code},
                          {"US", "CA", "94O05", Unserved::postal_code},
                          {"JP", "", "900-0001", std::nullopt},
                          {"JP", "", "9080000", Unserved::postal_code},
                          {"CA", "ON", "k1z 9z9", std::nullopt},
                          {"CA", "ON", "K2D 1A1", Unserved::postal_code},
                          {"DE", "", "90000", Unserved::country}});
}

// Districts of the Highlands and Islands, as carriers of Great Britain list them.
TEST(ShippingZones, CountDistrictsOfGreatBritain) {
  const Zone highlands = zone_of(
      R"("areas":[{"countries":["GB"],"postal_ranges":[{"from":"IV1","until":"IV28"},
           {"from":"ZE1","until":"ZE3"},{"from":"AB31","until":"AB38"}]}])");
  expect_obstacles(highlands, {{"GB", "", "IV1 1AA", std::nullopt},
                               {"GB", "", "iv28 3xx", std::nullopt},
                               {"GB", "", "IV9 8RQ", std::nullopt},
                               {"GB", "", "IV30 1XX", Unserved::postal_code},
                               {"GB", "", "ZE2", std::nullopt},
                               {"GB", "", "AB31 5AA", std::nullopt},
                               {"GB", "", "AB3 5AA", Unserved::postal_code},
                               {"GB", "", "SW1A 1AA", Unserved::postal_code},
                               {"GB", "", "Z2", Unserved::postal_code},
                               {"GB", "", "IV", Unserved::postal_code},
                               {"GB", "", "", Unserved::postal_code}});
}

TEST(ShippingZones, NameTheMemberThatIsNearest) {
  const Zone two = zone_of(
      R"("areas":[{"countries":["US"],"states":["US-CA"],"postal_prefixes":["941"]},
                  {"countries":["US"],"states":["US-NY"]},{"countries":["DE"]}])");
  expect_obstacles(two, {{"US", "CA", "90001", Unserved::postal_code},
                         {"US", "OR", "97301", Unserved::state},
                         {"US", "NY", "12201", std::nullopt},
                         {"FR", "", "75001", Unserved::country}});
}

TEST(ShippingZones, LeaveAWholeCountryOut) {
  const Zone zone =
      zone_of(R"("areas":[{"countries":["DE","AT"]}],"except":[{"countries":["AT"]}])");
  expect_obstacles(zone,
                   {{"DE", "", "10115", std::nullopt}, {"AT", "", "1010", Unserved::country}});
}

}  // namespace
}  // namespace till::commerce
