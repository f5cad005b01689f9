// Amounts and times as buyers read them.
#include "base/locale_text.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(MoneyText, IsWrittenAsPeopleOfTheLanguageDo) {
  const struct {
    std::int64_t minor;
    const char* currency;
    Language language;
    const char* text;
  } rows[] = {
      {1450, "usd", Language::en, "$14.50"},
      {1450, "usd", Language::ja, "$14.50"},
      {1450, "usd", Language::de, "14,50 $"},
      {123'456'789, "eur", Language::en, "€1,234,567.89"},
      {123'456'789, "eur", Language::de, "1.234.567,89 €"},
      {123'456'789, "eur", Language::fr, "1\u202F234\u202F567,89 €"},
      {123'456, "eur", Language::es, "1234,56 €"},
      {1'234'567, "eur", Language::es, "12.345,67 €"},
      {145'000, "jpy", Language::ja, "￥145,000"},
      {145'000, "jpy", Language::de, "145.000 ¥"},
      {999, "jpy", Language::en, "¥999"},
      {1005, "kwd", Language::en, "KWD 1.005"},
      {1005, "kwd", Language::fr, "1,005 KWD"},
      {1450, "cad", Language::en, "CAD 14.50"},
      {5, "gbp", Language::en, "£0.05"},
      {0, "gbp", Language::es, "0,00 £"},
      {-500, "usd", Language::en, "−$5.00"},
      {-5, "eur", Language::de, "−0,05 €"},
      {kAmountMax, "usd", Language::en, "$90,071,992,547,409.91"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(money_text(Amount{row.minor}, row.currency, row.language), row.text);
  }
}

TEST(MomentText, NamesDayAndMinuteInUtc) {
  const struct {
    const char* time;
    Language language;
    const char* text;
  } rows[] = {
      {"2026-11-24T10:00:59Z", Language::en, "November 24, 2026, 10:00 UTC"},
      {"2026-11-24T10:00:59Z", Language::de, "24. November 2026, 10:00 UTC"},
      {"2026-11-24T10:00:59Z", Language::fr, "24 novembre 2026 à 10:00 UTC"},
      {"2026-11-24T10:00:59Z", Language::es, "24 de noviembre de 2026, 10:00 UTC"},
      {"2026-11-24T10:00:59Z", Language::ja, "2026年11月24日 10:00 UTC"},
      {"2027-01-01T00:05:00+02:00", Language::fr, "31 décembre 2026 à 22:05 UTC"},
      {"2027-02-01T23:59:00Z", Language::fr, "1er février 2027 à 23:59 UTC"},
      {"2027-03-09T00:00:00Z", Language::de, "9. März 2027, 00:00 UTC"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(moment_text(*parse_rfc3339(row.time), row.language), row.text);
  }
}

}  // namespace
}  // namespace till
