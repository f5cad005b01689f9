#include "json/fault.h"

#include <gtest/gtest.h>

namespace till::json {
namespace {

TEST(JsonFault, StandsAtItsLineAndColumn) {
  const struct {
    const char* text;
    std::size_t line;
    std::size_t column;
    const char* what;
  } rows[] = {
      {"", 1, 1, "it ends too early"},
      {"{", 1, 2, "it ends too early"},
      {"{\"a\":1", 1, 7, "it ends too early"},
      {"{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "a comma or } is missing"},
      {"[1,\n 2,\n]", 3, 1, "a value is missing"},
      {"{\"a\":1,}", 1, 8, "the name of a member in double quotes is missing"},
      {"{a:1}", 1, 2, "the name of a member in double quotes is missing"},
      {"{\"a\" 1}", 1, 6, "a colon is missing"},
      {"{\"\xC3\xA9\xC3\xA9\":x}", 1, 7, "a value is missing"},
      {"[\"ab]", 1, 2, "a text is not ended"},
      {"[\"a\nb\"]", 1, 4, "a text holds a line end or control character"},
      {"[\"\\x\"]", 1, 3, "a backslash begins no escape"},
      {"[\"\\u12g4\"]", 1, 3, "a backslash begins no escape"},
      {"[\"\xC3(\"]", 1, 3, "a character is not UTF-8"},
      {"[01]", 1, 3, "a number begins with 0"},
      {"[1.]", 1, 4, "a number has no digits behind its point"},
      {"[-]", 1, 3, "a number has no digits"},
      {"[1e]", 1, 4, "a number has no digits in its exponent"},
      {"[]\n[]", 2, 1, "nothing follows its end"},
      {"// shop\n{}", 1, 1, "a value is missing"},
      {"[tru]", 1, 2, "a value is missing"},
  };
  for (const auto& row : rows) {
    const auto fault = find_syntax_fault(row.text);
    ASSERT_TRUE(fault.has_value()) << row.text;
    EXPECT_EQ(fault->line, row.line) << row.text << ": " << fault->what;
    EXPECT_EQ(fault->column, row.column) << row.text << ": " << fault->what;
    EXPECT_EQ(fault->what, row.what) << row.text;
  }
}

TEST(JsonFault, IsNoneInJson) {
  for (const char* text :
       {"{}", " [ ] ", "null", "-0.5e+7", "99999999999999999999", "[[],{},[1],{\"a\":{}}]",
        R"({"a":[true,false,null,"\u00e9\n\"",0,10],"b":{"c":"\uD83D\uDE00"}})"}) {
    EXPECT_FALSE(find_syntax_fault(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace till::json
