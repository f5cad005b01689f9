// Rates by country, state, postal code, city and class, and what an address does not tell.
#include "commerce/embedded/taxes.h"

#include <gtest/gtest.h>

#include "base/folding.h"
#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::TaxPlace;

const std::vector<TaxRate> kRates{{"US", "CA", 72'500}, {"US", "OR", 0},      {"US", {}, 50'000},
                                  {"ES", {}, 210'000},  {"ES", "CN", 70'000}, {"DE", {}, 190'000},
                                  {"BR", "SP", 180'000}};

TaxRate rate_of(std::int64_t ppm, std::vector<std::string> codes = {},
                std::vector<std::string> cities = {}) {
  TaxRate rate{"US", "CA", ppm};
  for (const std::string& code : codes) rate.postal_codes.push_back(*PostalPattern::parse(code));
  rate.cities = std::move(cities);
  return rate;
}

std::int64_t only(const FoundTaxes& found) {
  return found.rates.empty() ? 0 : found.rates.front()->parts_per_million;
}

TEST(Taxes, GoByTheStateTheRegionOrTheCountry) {
  const Taxes taxes(kRates);
  const struct {
    const char* country;
    const char* state;
    std::int64_t rate;
    TaxPlace place;
  } rows[] = {{"US", "CA", 72'500, TaxPlace::known},
              {"US", "California", 72'500, TaxPlace::known},  // Of a session of earlier times.
              {"US", "us-ca", 72'500, TaxPlace::known},
              {"US", "OR", 0, TaxPlace::known},
              {"US", "TX", 50'000, TaxPlace::known},
              {"US", "Kalifornien", 50'000, TaxPlace::state_unknown},
              {"US", " ", 50'000, TaxPlace::state_missing},
              {"ES", "Madrid", 210'000, TaxPlace::known},
              {"ES", "Las Palmas", 70'000, TaxPlace::known},  // A province of the islands.
              {"ES", "Canarias", 70'000, TaxPlace::known},
              {"ES", "Atlantis", 210'000, TaxPlace::state_unknown},
              {"ES", "", 210'000, TaxPlace::state_missing},
              {"DE", "", 190'000, TaxPlace::known},
              {"DE", "anything", 190'000, TaxPlace::known},
              {"BR", "S\xC3\xA3o Paulo", 180'000, TaxPlace::known},
              {"BR", "RJ", 0, TaxPlace::known},
              {"JP", "", 0, TaxPlace::known}};
  for (const auto& row : rows) {
    const FoundTaxes found = taxes.at(address_at(row.country, row.state), "");
    EXPECT_EQ(only(found), row.rate) << row.country << "-" << row.state;
    EXPECT_EQ(found.place, row.place) << row.country << "-" << row.state;
  }
}

TEST(Taxes, OfOnePriorityAreTheOneThatNamesThePlaceMostClosely) {
  const Taxes taxes({rate_of(1),
                     rate_of(2, {"94*"}),
                     rate_of(3, {"941*"}),
                     rate_of(4, {"94110...94119"}),
                     rate_of(5, {"94105", "94106"}),
                     rate_of(6, {}, {"alameda"}),
                     rate_of(7, {"94105"}, {"sanfrancisco"}),
                     {"US", {}, 8},
                     {"", {}, 9}});
  const struct {
    const char* country;
    const char* state;
    const char* code;
    const char* city;
    std::int64_t rate;
  } rows[] = {{"US", "CA", "90001", "Los Angeles", 1},
              {"US", "CA", "94999", "", 2},
              {"US", "CA", "94188", "", 3},
              {"US", "CA", "94115", "", 4},
              {"US", "CA", "94105", "", 5},
              {"US", "CA", "94106-1234", "", 5},  // What follows the five digits is of no account.
              {"US", "CA", "90001", "ALAMEDA", 6},
              {"US", "CA", "94188", "Alameda", 3},
              {"US", "CA", "94105", "San Francisco", 7},
              {"US", "NY", "94105", "San Francisco", 8},
              {"DE", "", "94105", "", 9}};
  for (const auto& row : rows) {
    const Address address = address_at(row.country, row.state, row.code, row.city);
    EXPECT_EQ(only(taxes.at(address, "")), row.rate) << row.code << " " << row.city;
  }
}

TEST(Taxes, ThatNameAPlaceEquallyCloselyAreTheFirstOfThem) {
  const Taxes taxes({rate_of(1, {"94105"}, {}), rate_of(2, {"94105"}, {})});
  EXPECT_EQ(only(taxes.at(address_at("US", "CA", "94105"), "")), 1);
}

TEST(Taxes, AreThoseOfTheClassAlone) {
  TaxRate reduced{"US", "CA", 10};
  reduced.tax_class = "reduced-rate";
  const Taxes taxes({rate_of(1), reduced});
  const Address address = address_at("US", "CA");
  EXPECT_EQ(only(taxes.at(address, "")), 1);
  EXPECT_EQ(only(taxes.at(address, "reduced-rate")), 10);
  EXPECT_TRUE(taxes.at(address, "zero-rate").rates.empty());
}

TEST(Taxes, NameRangesOfNumbersOfTheirLengthAndRangesOfBeginnings) {
  const auto names = [](const char* pattern, const char* code) {
    return PostalPattern::parse(pattern)->closeness(folded_postal_code(code)).has_value();
  };
  EXPECT_TRUE(names("1000...1999", "1000"));
  EXPECT_TRUE(names("1000...1999", "1999"));
  EXPECT_FALSE(names("1000...1999", "2000"));
  EXPECT_FALSE(names("1000...1999", "12345"));
  EXPECT_TRUE(names("H2A \xE2\x80\xA6 H4Z", "H4Z 1A1"));
  EXPECT_FALSE(names("H2A...H4Z", "H5A 1A1"));
  EXPECT_FALSE(names("H2A...H4Z", "H"));
  EXPECT_TRUE(names("bt*", "BT1 5GS"));
  EXPECT_FALSE(names("BT1", "BT1 5GS"));
  for (const char* wrong : {"", "*", "1...", "...9", "10...9", "1000...99999", "2000...1000", "9*4",
                            "94105;94106", "a...b...c"}) {
    EXPECT_FALSE(PostalPattern::parse(wrong)) << wrong;
  }
}

TEST(Taxes, NeedNoAddressWhereNothingIsTaxed) {
  const checkout::QuoteRequest request;
  const Taxes some(kRates);
  const Taxes free({{"US", "OR", 0}});
  EXPECT_EQ(TaxView(some, request).place(nullptr), TaxPlace::address_missing);
  EXPECT_EQ(TaxView(free, request).place(nullptr), TaxPlace::known);
  EXPECT_FALSE(free.any());
}

TEST(Taxes, AreFreedByACertificateOnlyWhereThereAreAny) {
  const Taxes taxes(kRates);
  checkout::QuoteRequest everywhere;
  everywhere.exemption = checkout::TaxExemption{"c", "resale", {}, {}};
  TaxView view(taxes, everywhere);
  const Address california = address_at("US", "CA");
  const Address oregon = address_at("US", "OR");
  EXPECT_TRUE(view.on({Amount{1000}}, {&california}).exempted);
  EXPECT_FALSE(view.on({Amount{1000}}, {&oregon}).exempted);
  checkout::QuoteRequest elsewhere;
  elsewhere.exemption = checkout::TaxExemption{"c", "resale", {"NY"}, {}};
  TaxView taxed(taxes, elsewhere);
  EXPECT_EQ(taxed.on({Amount{1000}}, {&california}).tax, Amount{73});
  EXPECT_FALSE(taxed.on({Amount{1000}}, {&california}).exempted);
}

TEST(Taxes, OfManyAreAddedAndCompoundOnesLieOnThoseBefore) {
  TaxRate gst{"CA", {}, 50'000};
  TaxRate qst{"CA", "QC", 95'000};
  qst.priority = 2;
  qst.compound = true;
  EXPECT_EQ(tax_added({10'010}, {&gst, &qst}), Amount{501 + 999});
  EXPECT_EQ(tax_within({10'010 + 501 + 999}, {&gst, &qst}), Amount{501 + 999});
  qst.compound = false;
  EXPECT_EQ(tax_added({10'010}, {&gst, &qst}), Amount{501 + 951});
}

TEST(Taxes, ThatNoAmountHoldsAreTheMostThereIs) {
  const TaxRate all{"CA", {}, kMillion};
  TaxRate more = all;
  more.compound = true;
  EXPECT_EQ(tax_added({kAmountMax}, {&all, &all, &more}), Amount{kAmountMax});
  EXPECT_LE(tax_within({kAmountMax}, {&all, &all, &more}), Amount{kAmountMax});
}

}  // namespace
}  // namespace till::commerce
