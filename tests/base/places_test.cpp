#include "base/places.h"

#include <gtest/gtest.h>

#include "base/folding.h"
#include "base/places_table.h"

namespace till {
namespace {

std::string code_of(std::string_view country, std::string_view text) {
  const auto state = state_of(country, text);
  return state ? std::string(state->code()) : "none";
}

TEST(Countries, AreTheCodesOfTheStandardInAnyCase) {
  const struct {
    const char* text;
    const char* code;
  } rows[] = {{"US", "US"},         {"us", "US"},   {" de ", "DE"},     {"gB", "GB"},
              {"UK", "GB"},         {"uk", "GB"},   {"EL", "GR"},       {"XK", "XK"},
              {"ZZ", "none"},       {"AA", "none"}, {"EU", "none"},     {"QM", "none"},
              {"", "none"},         {"U", "none"},  {"USA", "none"},    {"U1", "none"},
              {"\xC3\xA9", "none"}, {"AN", "none"}, {"Germany", "none"}};
  for (const auto& row : rows)
    EXPECT_EQ(country_of(row.text).value_or("none"), row.code) << row.text;
  EXPECT_EQ(country_rows().size(), 250U);
}

TEST(Countries, KnowWhereAnAddressNeedsAPostalCode) {
  for (const char* code : {"US", "CA", "DE", "GB", "JP", "BR", "IN", "AU"}) {
    EXPECT_TRUE(has_postal_codes(code)) << code;
  }
  for (const char* code : {"HK", "AE", "IE", "AO", "QA", "BS", "ZW", "MO"}) {
    EXPECT_FALSE(has_postal_codes(code)) << code;
  }
}

struct Named {
  const char* country;
  const char* text;
  const char* code;
};

void expect_found(std::initializer_list<Named> rows) {
  for (const Named& row : rows) {
    EXPECT_EQ(code_of(row.country, row.text), row.code) << row.country << " " << row.text;
  }
}

TEST(States, AreFoundByCodeAndName) {
  expect_found({{"US", "CA", "CA"},
                {"US", "ca", "CA"},
                {"US", " CA", "CA"},
                {"US", "US-CA", "CA"},
                {"US", "us_ca", "CA"},
                {"US", "C.A.", "CA"},
                {"US", "California", "CA"},
                {"US", "CALIFORNIA", "CA"},
                {"US", "Calif.", "CA"},
                {"US", "State of California", "CA"},
                {"US", "New  York", "NY"},
                {"US", "New York State", "NY"},
                {"US", "N.Y.", "NY"},
                {"US", "Washington", "WA"},
                {"US", "W. Va.", "WV"},
                {"US", "Washington D.C.", "DC"},
                {"US", "AE", "AE"},
                {"US", "District of Columbia", "DC"},
                {"CA", "ON", "ON"},
                {"US", "Puerto Rico", "PR"},
                {"CA", "Québec", "QC"},
                {"CA",
                 "Que\xCC\x81"
                 "bec",
                 "QC"},
                {"CA", "quebec", "QC"},
                {"CA", "Newfoundland", "NL"},
                {"CA", "B.C.", "BC"},
                {"CA", "Province of Ontario", "ON"},
                {"CA", "PEI", "PE"},
                {"AU", "New South Wales", "NSW"},
                {"CA", "Newfoundland & Labrador", "NL"},
                {"AU", "vic", "VIC"},
                {"AU", "Vic.", "VIC"}});
}

TEST(States, AreFoundInEveryAlphabetOfLatin) {
  expect_found({{"BR", "São Paulo", "SP"}, {"BR", "Estado de São Paulo", "SP"},
                {"BR", "Sao Paulo", "SP"}, {"BR", "rj", "RJ"},
                {"ES", "Cádiz", "CA"},     {"ES", "Comunidad de Madrid", "MD"},
                {"ES", "Madrid", "M"},     {"ES", "Las Palmas", "GC"},
                {"ES", "Castellón", "CS"}, {"ES", "La Coruña", "C"},
                {"IE", "Co. Dublin", "D"}, {"IE", "County Dublin", "D"},
                {"IE", "Dublin", "D"},     {"JP", "JP-13", "13"},
                {"JP", "Tokyo", "13"},     {"JP", "Tōkyō-to", "13"},
                {"JP", "１３", "13"},      {"JP", "Osaka Prefecture", "27"},
                {"GB", "Scotland", "SCT"}, {"DE", "Baden-Württemberg", "BW"},
                {"GB", "Kent", "KEN"},     {"DE", "Baden-Wuerttemberg", "BW"},
                {"DE", "Bavaria", "BY"},   {"MX", "CDMX", "CMX"},
                {"IT", "Roma", "RM"},      {"MX", "Jalisco", "JAL"}});
}

TEST(States, AreNoneOfOtherCountriesAndLanguages) {
  expect_found({{"US", "Kalifornien", "none"},
                {"US", "XX", "none"},
                {"US", "", "none"},
                {"US", "Ontario", "none"},
                {"US", "CA-ON", "none"},
                {"CA", "CA", "none"},
                {"JP", "東京", "none"},
                {"ZZ", "CA", "none"},
                {"", "CA", "none"},
                {"us", "CA", "none"}});
}

TEST(States, LieInLargerOnes) {
  const auto las_palmas = state_of("ES", "Las Palmas");
  ASSERT_TRUE(las_palmas && las_palmas->parent());
  EXPECT_EQ(las_palmas->parent()->code(), "CN");
  EXPECT_EQ(state_of("GB", "Aberdeenshire")->parent(), state_of("GB", "Scotland"));
  EXPECT_FALSE(state_of("US", "CA")->parent());
}

// Every row of the table is found by its own code, and no chain of parents goes round.
TEST(States, OfTheTableAreSound) {
  for (const CountryRow& country : country_rows()) {
    for (const StateName& name : state_names().subspan(country.first_name, country.names)) {
      EXPECT_EQ(folded_name(name.folded), name.folded);
      if (name.state == kNoState) continue;
      int steps = 0;
      for (auto state = state_of(country.code, name.folded); state; state = state->parent()) {
        ASSERT_LT(++steps, 5) << country.code << " " << name.folded;
      }
      EXPECT_GT(steps, 0) << country.code << " " << name.folded;
    }
  }
}

TEST(PostalCodes, CompareWithoutBlanksHyphensAndCase) {
  for (const char* text : {"SW1A 1AA", "sw1a1aa", " sw1A  1aa ", "SW1A-1AA",
                           "SW1A\xC2\xA0"
                           "1AA"}) {
    EXPECT_EQ(folded_postal_code(text), "SW1A1AA") << text;
  }
  EXPECT_EQ(folded_postal_code("\xEF\xBC\x91\xEF\xBC\x90\xEF\xBC\x90-0001"), "1000001");
  EXPECT_EQ(folded_postal_code(" - "), "");
}

}  // namespace
}  // namespace till
