#include "base/ascii.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(Ascii, LettersAreEqualInEitherCaseAndNothingElseIs) {
  const struct {
    std::string_view left;
    std::string_view right;
    bool equal;
  } rows[] = {
      {"", "", true},
      {"Content-Type", "content-TYPE", true},
      {"Content-Type", "Content-Typ", false},
      {"[@`{", "{`@[", false},
      {"@[", "`{", false},  // 32 apart, as letters are.
      {"\xC3\x84", "\xC3\xA4", false},
  };
  for (const auto& row : rows) EXPECT_EQ(equal_ignoring_case(row.left, row.right), row.equal);
}

TEST(Ascii, ABeginningIsOneInEitherCase) {
  EXPECT_TRUE(starts_with_ignoring_case("BEARER x", "bearer "));
  EXPECT_TRUE(starts_with_ignoring_case("x", ""));
  EXPECT_FALSE(starts_with_ignoring_case("bear", "bearer"));
}

}  // namespace
}  // namespace till
