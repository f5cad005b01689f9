#include "base/currency.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(Currency, TellsAmountsInItsOwnDecimals) {
  const struct {
    const char* currency;
    std::int64_t minor;
    const char* text;
  } rows[] = {{"usd", 1450, "14.50"},   {"usd", 5, "0.05"},
              {"usd", -5, "-0.05"},     {"jpy", 1450, "1450"},
              {"krw", 0, "0"},          {"kwd", 1450, "1.450"},
              {"kwd", 7, "0.007"},      {"bhd", 12001, "12.001"},
              {"clf", 12345, "1.2345"}, {"eur", kAmountMax, "90071992547409.91"}};
  for (const auto& row : rows) {
    EXPECT_EQ(decimal_text({row.minor}, row.currency), row.text) << row.currency;
  }
}

TEST(Currency, IsACodeOfMoneyInLowerCase) {
  for (const char* code : {"usd", "aed", "zwl", "isk", "mga", "clf", "xof", "xcg"}) {
    EXPECT_TRUE(is_currency(code)) << code;
  }
  for (const char* code : {"", "us", "usdd", "USD", "uds", "xyz", "d a", " us", "xau", "xxx"}) {
    EXPECT_FALSE(is_currency(code)) << code;
  }
}

}  // namespace
}  // namespace till
