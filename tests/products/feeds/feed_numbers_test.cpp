#include "products/feeds/feed_numbers.h"

#include <gtest/gtest.h>

namespace till::products {
namespace {

std::string price(std::string_view text, std::string_view currency) {
  const auto money = money_of(text, currency);
  return money ? std::to_string(money->amount.minor) + " " + money->currency : money.error();
}

TEST(FeedPrice, IsAnAmountAndACurrencyInEitherOrder) {
  const struct {
    const char *text, *currency, *read;
  } rows[] = {
      {"15.00 USD", "", "1500 usd"},
      {"USD 15.00", "", "1500 usd"},
      {"15USD", "", "1500 usd"},
      {"15 eur", "usd", "1500 eur"},
      {"15.5", "usd", "1550 usd"},
      {" 15,00 EUR ", "", "1500 eur"},
      {"1,234.50 USD", "", "123450 usd"},
      {"1.234,50 EUR", "", "123450 eur"},
      {"1 234,50 EUR", "", "123450 eur"},
      {"1\xC2\xA0"
       "234,50 EUR",
       "", "123450 eur"},
      {"1'234.50 CHF", "", "123450 chf"},
      {"1,234,567 USD", "", "123456700 usd"},
      {"1234567.89 USD", "", "123456789 usd"},
      {"12.5000 USD", "", "1250 usd"},
      {"1500 JPY", "", "1500 jpy"},
      {"1500.00 JPY", "", "1500 jpy"},
      {"1,500 JPY", "", "1500 jpy"},
      {"1.500 JPY", "", "This may be thousands or decimals. Write 1500 JPY."},
      {"1.250 KWD", "", "This may be thousands or decimals. Write 15.000 KWD."},
      {"0.250 KWD", "", "250 kwd"},
      {"0 USD", "", "0 usd"},
  };
  for (const auto& row : rows) EXPECT_EQ(price(row.text, row.currency), row.read) << row.text;
}

TEST(FeedPrice, IsRefusedWithACure) {
  const struct {
    const char *text, *currency, *read;
  } rows[] = {
      {"15.00", "", "The price has no currency. Write 15.00 USD."},
      {"15.00 XYZ", "", "XYZ is no currency. Write 15.00 USD."},
      {"free", "eur", "This is no price. Write 15.00 EUR."},
      {"", "eur", "This is no price. Write 15.00 EUR."},
      {"$15.00", "usd", "This is no price. Write 15.00 USD."},
      {"-15.00 USD", "", "The price is below zero. Write 15.00 USD."},
      {"15.999 USD", "", "This may be thousands or decimals. Write 15.00 USD."},
      {"1,234 USD", "", "This may be thousands or decimals. Write 15.00 USD."},
      {"15.9999 USD", "", "The price has more decimals than USD. Write 15.00 USD."},
      {"15.50 JPY", "", "The price has more decimals than JPY. Write 1500 JPY."},
      {"1.2.3 USD", "", "This is no price. Write 15.00 USD."},
      {"12,34,567.00 USD", "", "This is no price. Write 15.00 USD."},
      {"9999999999999999 USD", "", "This is no price. Write 15.00 USD."},
  };
  for (const auto& row : rows) EXPECT_EQ(price(row.text, row.currency), row.read) << row.text;
}

TEST(FeedMeasure, IsRoundedToGramsAndMillimetres) {
  EXPECT_EQ(grams_of("1.5 kg", ""), 1500);
  EXPECT_EQ(grams_of("0,25kg", ""), 250);
  EXPECT_EQ(grams_of("1.250 kg", ""), 1250);
  EXPECT_EQ(grams_of("350", "g"), 350);
  EXPECT_EQ(grams_of("2 LB", ""), 907);
  EXPECT_EQ(grams_of("12 oz", ""), 340);
  EXPECT_EQ(grams_of("0.5 g", ""), 1);
  EXPECT_EQ(millimetres_of("20 cm", ""), 200);
  EXPECT_EQ(millimetres_of("8 in", ""), 203);
  EXPECT_EQ(millimetres_of("1.2", "m"), 1200);
  for (const char* text : {"", "heavy", "5", "5 stones", "-5 kg", "1,250 kg", "kg"}) {
    EXPECT_FALSE(grams_of(text, "")) << text;
  }
  EXPECT_FALSE(grams_of("1000000000000 kg", ""));
}

TEST(FeedMoment, IsADateWithOrWithoutATime) {
  const struct {
    const char *text, *begin, *end;
  } rows[] = {
      {"2026-11-27T08:00-0800", "2026-11-27T16:00:00Z", "2026-11-27T16:00:00Z"},
      {"2026-11-27T08:00:30+01:00", "2026-11-27T07:00:30Z", "2026-11-27T07:00:30Z"},
      {"2026-11-27T08:00Z", "2026-11-27T08:00:00Z", "2026-11-27T08:00:00Z"},
      {"2026-11-27 08:00:00", "2026-11-27T08:00:00Z", "2026-11-27T08:00:00Z"},
      {"2026-11-27T08:00+01", "2026-11-27T07:00:00Z", "2026-11-27T07:00:00Z"},
      {"2026-11-27", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"},
  };
  for (const auto& row : rows) {
    const auto begin = moment_of(row.text, Day::begin), end = moment_of(row.text, Day::end);
    ASSERT_TRUE(begin && end) << row.text;
    EXPECT_EQ(format_rfc3339(*begin), row.begin) << row.text;
    EXPECT_EQ(format_rfc3339(*end), row.end) << row.text;
  }
  for (const char* text : {"", "soon", "27.11.2026", "2026-13-01", "2026-11-27T25:00Z", "2026"}) {
    EXPECT_FALSE(moment_of(text, Day::begin)) << text;
  }
}

TEST(FeedGtin, HasTheRightCheckDigit) {
  EXPECT_EQ(gtin_of("4006381333931"), "4006381333931");
  EXPECT_EQ(gtin_of("0 12345 67890 5"), "012345678905");
  EXPECT_EQ(gtin_of("9638-5074"), "96385074");
  EXPECT_EQ(gtin_of("4006381333932").error(),
            "The last digit of the GTIN is wrong. Compare it with the package.");
  EXPECT_EQ(gtin_of("4.00638E+12").error(),
            "A GTIN has digits alone. Write it as text, not as a number.");
  EXPECT_EQ(gtin_of("123").error(), "A GTIN has 8, 12, 13 or 14 digits. Write it with its zeros.");
}

TEST(FeedNumber, IsWholeWithSeparatorsAndZeros) {
  EXPECT_EQ(whole_of("12"), 12);
  EXPECT_EQ(whole_of("12.0"), 12);
  EXPECT_EQ(whole_of("1,200"), 1200);
  EXPECT_EQ(whole_of("-3"), -3);
  EXPECT_EQ(whole_of("1.5"), std::nullopt);
  EXPECT_EQ(whole_of("many"), std::nullopt);
}

}  // namespace
}  // namespace till::products
