// Taxes reckoned by hand from public rules, each row with the rule it comes from.
#include <gtest/gtest.h>

#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

// As a shop would export them, of the years the rows name.
const std::string kWorld =
    "Country code,State code,Postcode / ZIP,City,Rate %,Tax name,Priority,Compound,Shipping,"
    "Tax class\n"
    "US,CA,,,7.2500,CA Sales Tax,1,0,0,\n"
    "US,CA,94102...94134,,8.6250,CA Sales Tax,1,0,0,\n"
    "US,CA,,LOS ANGELES,9.7500,CA Sales Tax,1,0,0,\n"
    "US,CA,95814; 95816,SACRAMENTO,8.7500,CA Sales Tax,1,0,0,\n"
    "US,CA,,,0.0000,CA Food,1,0,0,food\n"
    "CA,,,,5.0000,GST,1,0,1,\n"
    "CA,QC,,,9.9750,QST,2,0,1,\n"
    "CA,BC,,,7.0000,PST,2,0,1,\n"
    "CA,SK,,,6.0000,PST,2,0,1,\n"
    "CA,ON,,,13.0000,HST,1,0,1,\n"
    "CA,NS,,,14.0000,HST,1,0,1,\n"
    "CA,,,,5.0000,GST,1,0,1,books\n"
    "DE,,,,19.0000,MwSt.,1,0,1,\n"
    "DE,,,,7.0000,MwSt.,1,0,1,books\n"
    "DE,,27498; 78266,,0.0000,,1,0,1,\n"
    "FR,,,,20.0000,TVA,1,0,1,\n"
    "FR,,,,5.5000,TVA,1,0,1,books\n"
    "GB,,,,20.0000,VAT,1,0,1,\n"
    "GB,,,,0.0000,VAT,1,0,1,books\n"
    "ES,,,,21.0000,IVA,1,0,1,\n"
    "ES,CN,,,7.0000,IGIC,1,0,1,\n"
    "JP,,,,10.0000,CT,1,0,1,\n"
    "JP,,,,8.0000,CT,1,0,1,food\n"
    "BH,,,,10.0000,VAT,1,0,1,\n";

constexpr const char* kShop = R"({
  "currency": "usd", "home": {"country": "DE"}, "tax_files": ["world.csv"],
  "prices_include_tax": ["EU_OTHERS"],
  "items": [
    {"id": "mug", "title": "Mug", "stock": 99,
     "unit_amount": {"usd": 1450, "cad": 10010, "eur": 999, "gbp": 1299, "jpy": 999, "bhd": 4450}},
    {"id": "book", "title": "Book", "stock": 99, "tax_class": "books",
     "unit_amount": {"usd": 1450, "cad": 10010, "eur": 1299, "gbp": 1299, "jpy": 999}},
    {"id": "bread", "title": "Bread", "stock": 99, "tax_class": "food",
     "unit_amount": {"usd": 1450, "jpy": 999}}]
})";

std::string shop_with(const std::string& countries) {
  std::string json = kShop;
  const std::string there = R"(["EU_OTHERS"])";
  return json.replace(json.find(there), there.size(), countries);
}

struct Row {
  const char* item;
  std::int64_t quantity;
  checkout::Address to;
  const char* currency;
  std::int64_t tax;
};

checkout::QuotedLine line_of(TaxShop& shop, const Row& row) {
  checkout::QuoteRequest request;
  request.lines = {{row.item, row.quantity}};
  request.ship_to = row.to;
  request.currency = row.currency;
  return shop.quote(request).lines.front();
}

TEST(TaxTables, HoldWhereTaxIsAddedToThePrice) {
  TaxShop shop(shop_with("false"), files_of({{"world.csv", kWorld}}));
  const Row rows[] = {
      // 7.25 % in all of California: 6 % state, 1.25 % local (Cal. Rev. & Tax. Code 6051 to 6051.15
      // and 7202, as of 1 January 2017). 43.50 * 7.25 % = 3.15375.
      {"mug", 3, address_at("US", "CA", "96001", "Redding"), "usd", 315},
      // 8.625 % in San Francisco, with its district taxes (CDTFA-95, from 1 July 2021): 3.751875.
      {"mug", 3, address_at("US", "CA", "94105", "San Francisco"), "usd", 375},
      {"mug", 3, address_at("US", "CA", "94105-2300", "San Francisco"), "usd", 375},
      // 9.75 % in the city of Los Angeles, with Measure A (CDTFA, from 1 April 2025): 4.24125.
      {"mug", 3, address_at("US", "CA", "90012", "Los Angeles"), "usd", 424},
      // 8.75 % in the city of Sacramento, with Measure U (CDTFA, from 1 April 2019): 3.80625.
      {"mug", 3, address_at("US", "CA", "95814", "Sacramento"), "usd", 381},
      // Food for home is not taxed (Cal. Rev. & Tax. Code 6359).
      {"bread", 3, address_at("US", "CA", "94105", "San Francisco"), "usd", 0},
      // The shop has no nexus in Oregon, which has no sales tax at all.
      {"mug", 3, address_at("US", "OR", "97301", "Salem"), "usd", 0},
      // GST of 5 % (Excise Tax Act 165, from 1 January 2008): 100.10 * 5 % = 5.005. In Alberta
      // nothing else.
      {"mug", 1, address_at("CA", "AB", "T2P 1J9"), "cad", 501},
      // With QST of 9.975 % on the price without GST (Act respecting the QST 16, from 1 January
      // 2013): 9.984975.
      {"mug", 1, address_at("CA", "QC", "H2X 1Y4"), "cad", 501 + 998},
      // With PST of 7 % in British Columbia (Provincial Sales Tax Act 34, from 1 April
      // 2013): 7.007.
      {"mug", 1, address_at("CA", "BC", "V6B 1A1"), "cad", 501 + 701},
      // With PST of 6 % in Saskatchewan (Provincial Sales Tax Act 5, from 23 March 2017): 6.006.
      {"mug", 1, address_at("CA", "SK", "S4P 3Y2"), "cad", 501 + 601},
      // HST of 13 % in Ontario (New Harmonized Value-added Tax System Regulations, from 1 July
      // 2010): 13.013.
      {"mug", 1, address_at("CA", "ON", "M5V 2T6"), "cad", 1301},
      // HST of 14 % in Nova Scotia (from 1 April 2025): 14.014.
      {"mug", 1, address_at("CA", "NS", "B3J 1A1"), "cad", 1401},
      // Books bear GST, and no PST in British Columbia (PST Exemption and Refund Regulation 11).
      {"book", 1, address_at("CA", "BC", "V6B 1A1"), "cad", 501}};
  for (const Row& row : rows) {
    const auto line = line_of(shop, row);
    EXPECT_EQ(line.tax.minor, row.tax) << row.to.country << row.to.state << row.to.postal_code;
    EXPECT_EQ(line.included_tax, Amount{0});
  }
}

TEST(TaxTables, HoldWhereTaxIsInThePrice) {
  TaxShop shop(shop_with(R"(["DE", "FR", "GB", "ES", "JP", "BH"])"),
               files_of({{"world.csv", kWorld}}));
  const Row rows[] = {
      // 19 % in Germany (UStG 12 (1), from 1 January 2007): 29.97 * 19 / 119 = 4.7851.
      {"mug", 3, address_at("DE", "", "10115"), "eur", 479},
      // 7 % on books (UStG 12 (2) no. 1 with annex 2 no. 49): 12.99 * 7 / 107 = 0.8498.
      {"book", 1, address_at("DE", "", "10115"), "eur", 85},
      // None on Heligoland (UStG 1 (2)).
      {"mug", 3, address_at("DE", "", "27498"), "eur", 0},
      // 20 % in France (CGI 278, from 1 January 2014): 29.97 * 20 / 120 = 4.995.
      {"mug", 3, address_at("FR", "", "75001"), "eur", 500},
      // 5.5 % on books (CGI 278-0 bis A 3, from 1 January 2013): 12.99 * 5.5 / 105.5 = 0.6772.
      {"book", 1, address_at("FR", "", "75001"), "eur", 68},
      // 21 % in Spain (Ley 37/1992 art. 90, from 1 September 2012): 9.99 * 21 / 121 = 1.7338.
      {"mug", 1, address_at("ES", "Madrid", "28001"), "eur", 173},
      // IGIC of 7 % on the Canary Islands (Ley 4/2012 art. 51, from 1 January 2020): 0.6536.
      {"mug", 1, address_at("ES", "Las Palmas", "35001"), "eur", 65},
      // 20 % in the United Kingdom (VATA 1994 s. 2, from 4 January 2011): 12.99 / 6 = 2.165.
      {"mug", 1, address_at("GB", "", "SW1A 1AA"), "gbp", 217},
      // Zero on books (VATA 1994 schedule 8, group 3).
      {"book", 1, address_at("GB", "", "SW1A 1AA"), "gbp", 0},
      // 10 % in Japan (Consumption Tax Act 29 with the Local Tax Act 72-83, from 1 October 2019):
      // 999 * 10 / 110 = 90.8; 8 % on food: 999 * 8 / 108 = 74.
      {"mug", 1, address_at("JP", "13", "100-0001"), "jpy", 91},
      {"bread", 1, address_at("JP", "13", "100-0001"), "jpy", 74},
      // 10 % in Bahrain (Decree-Law 48 of 2018, from 1 January 2022): 4.450 * 10 / 110 = 0.4045.
      {"mug", 1, address_at("BH"), "bhd", 405}};
  for (const Row& row : rows) {
    const auto line = line_of(shop, row);
    EXPECT_EQ(line.included_tax.minor, row.tax) << row.to.country << row.to.postal_code << row.item;
    EXPECT_EQ(line.tax, Amount{0});
    EXPECT_EQ(line.unit_amount, shop.catalog
                                    .items[row.item == std::string("mug")    ? 0
                                           : row.item == std::string("book") ? 1
                                                                             : 2]
                                    .unit_amount.in(row.currency));
  }
}

// Until 2012 Quebec taxed the price with its GST (Act respecting the QST 16 as of 1 January 2012:
// 9.5 %): (100.10 + 5.01) * 9.5 % = 9.98545.
TEST(TaxTables, HoldWhereATaxLiesOnAnother) {
  TaxShop shop(R"({"currency": "cad", "items": [
      {"id": "mug", "title": "Mug", "stock": 99, "unit_amount": 10010}],
    "tax": [{"country": "CA", "name": "GST", "rate_ppm": 50000},
            {"country": "CA", "state": "QC", "name": "QST", "rate_ppm": 95000, "priority": 2,
             "compound": true}]})");
  const auto quote = shop.quote("mug", 1, address_at("CA", "QC", "H2X 1Y4"));
  EXPECT_EQ(quote.lines.front().tax, Amount{501 + 999});
}

}  // namespace
}  // namespace till::commerce
