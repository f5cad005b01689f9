#include "json/large_integers.h"

#include <gtest/gtest.h>

namespace till::json {
namespace {

TEST(LargeIntegers, BecomeTextsWithTheMark) {
  EXPECT_EQ(with_large_integers_as_texts(R"({"a":[99999999999999999999,-1],"b":"9"})"),
            R"({"a":["\uffff99999999999999999999",-1],"b":"9"})");
  EXPECT_EQ(with_large_integers_as_texts("-9223372036854775809"),
            R"("\uffff-9223372036854775809")");
  EXPECT_EQ(with_large_integers_as_texts("[18446744073709551616,18446744073709551616]"),
            R"(["\uffff18446744073709551616","\uffff18446744073709551616"])");
}

TEST(LargeIntegers, AreNothingThatAParserReadsOrRefusesWithReason) {
  for (const char* json :
       {"18446744073709551615", "-9223372036854775808", "1e400", "99999999999999999999.5",
        "99999999999999999999e1", "099999999999999999999", "-099999999999999999999", "--1",
        R"("99999999999999999999")", R"("\"99999999999999999999")", R"("99999999999999999999)",
        R"("\)", R"(["\uFfFf",99999999999999999999])", "[\"\xEF\xBF\xBF\",99999999999999999999]",
        "", "-"}) {
    EXPECT_EQ(with_large_integers_as_texts(json), std::nullopt) << json;
  }
}

}  // namespace
}  // namespace till::json
