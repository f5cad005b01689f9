// The form of VAT numbers, and when the buyer owes the tax.
#include "commerce/embedded/vat.h"

#include <gtest/gtest.h>

#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

// The forms that the European Commission names for its VIES.
TEST(VatNumber, HasTheFormOfItsCountry) {
  const struct {
    const char* number;
    const char* area;
  } rows[] = {{"ATU12345678", "AT"},
              {"BE0123456789", "BE"},
              {"BE1123456789", "BE"},
              {"BG123456789", "BG"},
              {"CY12345678X", "CY"},
              {"CZ12345678", "CZ"},
              {"DE123456789", "DE"},
              {"de 123.456-789", "DE"},
              {"DK12345678", "DK"},
              {"EE123456789", "EE"},
              {"EL123456789", "GR"},
              {"ESX1234567X", "ES"},
              {"ES12345678Z", "ES"},
              {"ESA12345678", "ES"},
              {"FI12345678", "FI"},
              {"FRXX123456789", "FR"},
              {"FR12345678901", "FR"},
              {"HR12345678901", "HR"},
              {"HU12345678", "HU"},
              {"IE1234567WA", "IE"},
              {"IE1S23456L", "IE"},
              {"IE1+23456L", "IE"},
              {"IT12345678901", "IT"},
              {"LT123456789012", "LT"},
              {"LU12345678", "LU"},
              {"LV12345678901", "LV"},
              {"MT12345678", "MT"},
              {"NL123456789B01", "NL"},
              {"PL1234567890", "PL"},
              {"PT123456789", "PT"},
              {"RO12", "RO"},
              {"SE123456789001", "SE"},
              {"SI12345678", "SI"},
              {"SK1234567890", "SK"},
              {"XI123456789", "XI"},
              {"XIGD123", "XI"},
              {"", ""},
              {"DE", ""},
              {"123456789", ""},
              {"DE12345678", ""},
              {"DE1234567890", ""},
              {"DE12345678A", ""},
              {"GR123456789", ""},
              {"GB123456789", ""},
              {"US12-3456789", ""},
              {"ATX12345678", ""},
              {"BE2123456789", ""},
              {"NL123456789C01", ""},
              {"SE123456789002", ""},
              {"ES123456789", ""},
              {"CHE123456789", ""}};
  for (const auto& row : rows) EXPECT_EQ(area_of_vat_number(row.number), row.area) << row.number;
  EXPECT_EQ(area_of_vat_number("DE123456789" + std::string(100, ' ')), "");
}

TEST(VatArea, LeavesOutWhatLiesOutsideOfIt) {
  EXPECT_EQ(vat_area(address_at("DE", "", "10115")), "DE");
  EXPECT_EQ(vat_area(address_at("DE", "", "27498")), "");  // Heligoland.
  EXPECT_EQ(vat_area(address_at("ES", "", "35001")), "");  // Las Palmas.
  EXPECT_EQ(vat_area(address_at("ES", "", "28035")), "ES");
  EXPECT_EQ(vat_area(address_at("FI", "", "22100")), "");  // Åland.
  EXPECT_EQ(vat_area(address_at("GB", "", "SW1A 1AA")), "");
  EXPECT_EQ(vat_area(address_at("GB", "", "bt1 5gs")), "XI");
  EXPECT_EQ(vat_area(address_at("CH", "", "8001")), "");
}

TEST(ReverseCharge, HoldsBetweenTwoMembersForABuyerWithANumberFromAbroad) {
  const auto berlin = address_at("DE", "", "10115");
  const auto paris = address_at("FR", "", "75001");
  EXPECT_TRUE(buyer_owes_vat(berlin, paris, "FR12345678901"));
  EXPECT_TRUE(buyer_owes_vat(berlin, paris, "ATU12345678"));  // Registered in a third member.
  EXPECT_FALSE(buyer_owes_vat(berlin, berlin, "FR12345678901"));
  EXPECT_FALSE(buyer_owes_vat(berlin, paris, "DE123456789"));
  EXPECT_FALSE(buyer_owes_vat(berlin, paris, "FR1234567890"));
  EXPECT_FALSE(buyer_owes_vat(berlin, paris, ""));
  EXPECT_FALSE(buyer_owes_vat(berlin, address_at("CH"), "FR12345678901"));
  EXPECT_FALSE(buyer_owes_vat(address_at("CH"), paris, "FR12345678901"));
  EXPECT_FALSE(buyer_owes_vat(berlin, address_at("ES", "", "35001"), "ESA12345678"));
  EXPECT_TRUE(buyer_owes_vat(berlin, address_at("GB", "", "BT1 5GS"), "XI123456789"));
}

}  // namespace
}  // namespace till::commerce
