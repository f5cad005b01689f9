// The tax rates of a WooCommerce shop, as its export writes them.
#include "commerce/embedded/tax_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kTitlesOfExport =
    "Country code,State code,Postcode / ZIP,City,Rate %,Tax name,Priority,Compound,Shipping,"
    "Tax class\n";

std::vector<FiledRate> rates_in(const std::string& rows) {
  CatalogFaults faults;
  auto rates = read_tax_csv(kTitlesOfExport + rows, "t.csv", faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return rates;
}

std::string faults_of(const std::string& text) {
  CatalogFaults faults;
  read_tax_csv(text, "t.csv", faults);
  return faults.empty() ? "" : faults.text();
}

TEST(TaxCsv, IsReadAsTheShopExportsIt) {
  const auto rates = rates_in(
      "US,CA,94105; 94110...94119; 941*,SAN FRANCISCO; Daly City,8.6250,CA Tax,2,0,1,\n"
      ",,,,5.0000,Tax,1,1,0,reduced-rate\r\n"
      "GB,*,*,*,20,VAT,1,0,1,standard\n");
  ASSERT_EQ(rates.size(), 3);
  const TaxRate& first = rates[0].rate;
  EXPECT_EQ(first.country, "US");
  EXPECT_EQ(first.state, "CA");
  EXPECT_EQ(key_of(first),
            "US-CA 94105 94110...94119 941* in sanfrancisco;dalycity with priority 2");
  EXPECT_EQ(first.parts_per_million, 86'250);
  EXPECT_EQ(first.name, "CA Tax");
  EXPECT_FALSE(first.compound);
  EXPECT_TRUE(first.shipping);
  EXPECT_EQ(first.tax_class, "");
  const TaxRate& second = rates[1].rate;
  EXPECT_EQ(key_of(second), "every country of class reduced-rate");
  EXPECT_TRUE(second.compound);
  EXPECT_FALSE(second.shipping);
  EXPECT_EQ(key_of(rates[2].rate), "GB");  // A star stands for everything, as nothing does.
  EXPECT_EQ(rates[2].line, 4);
}

TEST(TaxCsv, OfOtherProgramsMayQuoteItsFields) {
  const auto rates = rates_in(
      "\"US\",\"CA\",\"\",\"\",\"7.25\",\"a \"\"b\"\",\nc\",1,0,1,\n"
      "US,NY,,,4,,1,0,1,");
  ASSERT_EQ(rates.size(), 2);
  EXPECT_EQ(rates[0].rate.name, "a \"b\",\nc");
  EXPECT_EQ(rates[1].line, 4);
}

TEST(TaxCsv, CountsPercentToFourDecimals) {
  const struct {
    const char* percent;
    std::int64_t ppm;
  } rows[] = {{"0", 0},
              {"0.0001", 1},
              {"9.975", 99'750},
              {"20.0000", 200'000},
              {"7.2500000", 72'500},
              {"100", 1'000'000}};
  for (const auto& row : rows) {
    const auto rates = rates_in(std::string("DE,,,,") + row.percent + ",VAT,1,0,1,\n");
    EXPECT_EQ(rates.front().rate.parts_per_million, row.ppm) << row.percent;
  }
}

TEST(TaxCsv, SaysWhatIsWrongByLineAndColumn) {
  const struct {
    const char* row;
    const char* told;
  } rows[] = {
      {"ZZ,,,,20,VAT,1,0,1,", "t.csv line 2, column 1 (Country code) must be an ISO 3166-1 code"},
      {"US,XX,,,20,VAT,1,0,1,", "column 2 (State code) must be a state of US by its ISO 3166-2"},
      {",CA,,,20,VAT,1,0,1,", "column 2 (State code) must be empty where no country is named"},
      {"US,,9*4,,20,VAT,1,0,1,", "column 3 (Postcode / ZIP) must be codes like 94105, 941* or"},
      {"US,,1...99999,,20,VAT,1,0,1,", "1...99999 is none"},
      {"US,,,--,20,VAT,1,0,1,", "column 4 (City) must be names"},
      {"US,,,,20.00001,VAT,1,0,1,", "column 5 (Rate %) must be a percentage from 0 to 100"},
      {"US,,,,101,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,100.0001,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,-1,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,20.,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,20.-1,VAT,1,0,1,", "column 5 (Rate %)"},
      {"US,,,,20,VAT,,0,1,", "column 7 (Priority) must be a whole number from 0 to 100"},
      {"US,,,,20,VAT,101,0,1,", "column 7 (Priority)"},
      {"US,,,,20,VAT,1,yes,1,", "column 8 (Compound) must be 1 for yes or 0 for no"},
      {"US,,,,20,VAT,1,0,,", "column 9 (Shipping) must be 1 for yes or 0 for no"},
      {"US,,,,20,VAT,1,0,1",
       "t.csv line 2 must have 10 columns with commas between them, and has 9"},
      {"US,,,,20,VAT, here,1,0,1,", "and has 11"},
      {"US;;;;20;VAT;1;0;1;", "and has 1"},
      {"CA,QC,,Montr\xE9"
       "al,5,TPS,1,0,1,",
       "t.csv line 2, column 4 is not UTF-8: save the file as such"},
      {"US,,,,20,\"VAT,1,0,1,", "t.csv line 2, column 6 has a quote that is not closed"},
      {"US,,,,20,\"V\"AT,1,0,1,", "t.csv line 2, column 6 has a quote"}};
  for (const auto& row : rows) {
    EXPECT_THAT(faults_of(kTitlesOfExport + row.row), HasSubstr(row.told)) << row.row;
  }
}

TEST(TaxCsv, SaysAllThatIsWrongAtOnce) {
  const std::string told = faults_of(kTitlesOfExport + "ZZ,,,,x,VAT,1,0,1,\nUS,,,,20,VAT,1,2,1,\n");
  EXPECT_THAT(told, HasSubstr("3 faults"));
  EXPECT_THAT(told, HasSubstr("t.csv line 3, column 8"));
}

TEST(TaxCsv, BeginsWithTitlesInWhateverLanguage) {
  EXPECT_EQ(faults_of("\xEF\xBB\xBFLand,Staat,PLZ,Ort,Satz %,Name,Prio,Verbund,Versand,Klasse\n"),
            "");
  EXPECT_THAT(faults_of("US,,,,20,VAT,1,0,1,\n"),
              HasSubstr("t.csv line 1 must be the titles of the columns, not a rate"));
  EXPECT_THAT(faults_of(""), HasSubstr("t.csv must have a line of titles and is empty"));
}

TEST(TaxCsv, LiesBesideTheCatalogueThatNamesIt) {
  const std::string json =
      R"({"currency": "eur", "tax": [{"country": "FR", "rate_ppm": 200000}],
          "tax_files": ["a.csv", "b.csv"]})";
  const std::string one = kTitlesOfExport + "DE,,,,19,MwSt.,1,0,1,\n";
  const std::string other = kTitlesOfExport + "DE,,,,7,MwSt.,1,0,1,reduced-rate\n";
  const auto catalog = parse_catalog(json, files_of({{"a.csv", one}, {"b.csv", other}}));
  ASSERT_TRUE(catalog.has_value()) << catalog.error().text();
  EXPECT_EQ(catalog->taxes.size(), 3);
  EXPECT_THAT(parse_catalog(json, files_of({{"a.csv", one}})).error().text(),
              HasSubstr("$.tax_files must be a list of files beside the catalogue: b.csv cannot be "
                        "read"));
  EXPECT_THAT(parse_catalog(json, files_of({{"a.csv", one}, {"b.csv", one}})).error().text(),
              HasSubstr("b.csv line 2 must be unique: a.csv line 2 is DE too"));
  const std::string wrong = kTitlesOfExport + "ZZ,,,,19,,1,0,1,\nYY,,,,19,,1,0,1,\n";
  EXPECT_THAT(parse_catalog(json, files_of({{"a.csv", one}, {"b.csv", wrong}})).error().text(),
              HasSubstr("2 faults"));
  const std::string again = kTitlesOfExport + "FR,,,,20,TVA,1,0,1,\n";
  EXPECT_THAT(parse_catalog(json, files_of({{"a.csv", one}, {"b.csv", again}})).error().text(),
              HasSubstr("b.csv line 2 must be unique: $.tax[0] is FR too"));
}

}  // namespace
}  // namespace till::commerce
