// Rates by country, state and region, and what an address does not tell.
#include "commerce/embedded/taxes.h"

#include <gtest/gtest.h>

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::TaxPlace;

const std::vector<TaxRate> kRates{{"US", "CA", 72'500}, {"US", "OR", 0},      {"US", {}, 50'000},
                                  {"ES", {}, 210'000},  {"ES", "CN", 70'000}, {"DE", {}, 190'000},
                                  {"BR", "SP", 180'000}};

Address address_at(const char* country, const char* state) {
  Address address;
  address.country = country;
  address.state = state;
  return address;
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
    const FoundRate found = taxes.at(address_at(row.country, row.state));
    EXPECT_EQ(found.parts_per_million, row.rate) << row.country << "-" << row.state;
    EXPECT_EQ(found.place, row.place) << row.country << "-" << row.state;
  }
}

TEST(Taxes, NeedNoAddressWhereNothingIsTaxed) {
  const std::optional<checkout::TaxExemption> none;
  const Taxes some(kRates);
  const Taxes free({{"US", "OR", 0}});
  EXPECT_EQ(TaxView(some, none).place(nullptr), TaxPlace::address_missing);
  EXPECT_EQ(TaxView(free, none).place(nullptr), TaxPlace::known);
  EXPECT_FALSE(free.any());
}

TEST(Taxes, AreFreedByACertificateOnlyWhereThereAreAny) {
  const Taxes taxes(kRates);
  const std::optional<checkout::TaxExemption> everywhere{{"c", "resale", {}, {}}};
  TaxView view(taxes, everywhere);
  const Address california = address_at("US", "CA");
  const Address oregon = address_at("US", "OR");
  EXPECT_TRUE(view.on(Amount{1000}, california).exempted);
  EXPECT_FALSE(view.on(Amount{1000}, oregon).exempted);
  const std::optional<checkout::TaxExemption> elsewhere{{"c", "resale", {"NY"}, {}}};
  TaxView taxed(taxes, elsewhere);
  EXPECT_EQ(taxed.on(Amount{1000}, california).tax, Amount{73});
  EXPECT_FALSE(taxed.on(Amount{1000}, california).exempted);
}

}  // namespace
}  // namespace till::commerce
