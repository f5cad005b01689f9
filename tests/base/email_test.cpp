#include "base/email.h"

#include <gtest/gtest.h>

#include <string>

#include "base/blanks.h"

namespace till {
namespace {

TEST(Email, IsWhatTheFormatOfSchemasTakes) {
  const std::string label(63, 'd');
  const std::string fine[] = {"ada@example.com",
                              "Ada.Lovelace@Example.COM",
                              "ada+till@example.co.uk",
                              "a@b.c",
                              "o'hara@example.ie",
                              "x_1-2@a-b.example",
                              "!#$%&'*+/=?^_`{|}~-@example.com",
                              "ada@xn--bcher-kva.example",
                              "ada@" + label + ".example",
                              std::string(64, 'a') + "@example.com",
                              "7@1.example"};
  for (const std::string& text : fine) EXPECT_TRUE(is_email(text)) << text;
}

TEST(Email, IsNothingThatMailOrPaymentProvidersRefuse) {
  const std::string label(63, 'd');
  const std::string wrong[] = {"",
                               "@",
                               "ada",
                               "ada@",
                               "@example.com",
                               "ada@example",
                               "ada@@example.com",
                               "ada@home@example.com",
                               "ada@example.",
                               "ada@.example.com",
                               "ada@example..com",
                               "ada@-example.com",
                               "ada@example-.com",
                               "ada@exa_mple.com",
                               ".ada@example.com",
                               "ada.@example.com",
                               "a..da@example.com",
                               "ada lovelace@example.com",
                               "ada@exam ple.com",
                               " ada@example.com",
                               "ada@example.com ",
                               "ada@example.com\n",
                               "ad\ta@example.com",
                               std::string("ada@example.com\0", 16),
                               "ada@example.com\x7f",
                               "\"ada\"@example.com",
                               "ada(x)@example.com",
                               "Ada <ada@example.com>",
                               "mailto:ada@example.com",
                               "ada@example.com,bob@example.com",
                               "ada@[127.0.0.1]",
                               "ada@127.0.0.1",
                               "ad\xC3\xA0@example.com",
                               "ada@b\xC3\xBC"
                               "cher.example",
                               "ada@" + label + "d.example",
                               std::string(65, 'a') + "@example.com",
                               "a@" + label + "." + label + "." + label + "." + label + ".example"};
  for (const std::string& text : wrong) EXPECT_FALSE(is_email(text)) << text;
}

TEST(Blanks, GoFromBothEndsAndStayInside) {
  const struct {
    std::string text;
    std::string_view rest;
  } rows[] = {{"SAVE10", "SAVE10"},
              {" SAVE10 ", "SAVE10"},
              {"\t\r\nSAVE10\n", "SAVE10"},
              {"SAVE10\xC2\xA0", "SAVE10"},                  // No-break space.
              {"\xEF\xBB\xBFSAVE10\xE2\x80\x8B", "SAVE10"},  // Byte order mark, zero width space.
              {"\xE3\x80\x80SAVE10\xE2\x80\x8E", "SAVE10"},  // Ideographic space, direction mark.
              {"A \xC2\xA0 B", "A \xC2\xA0 B"},
              {std::string("SAVE10\0", 7), std::string_view("SAVE10\0", 7)},
              {"\xE6\x9D\xB1", "\xE6\x9D\xB1"},
              {"\xF0\x9F\x98\x80 ", "\xF0\x9F\x98\x80"},
              {" \xC2\xA0\xE2\x80\xAF", ""},
              {"", ""}};
  for (const auto& row : rows) EXPECT_EQ(trimmed(row.text), row.rest) << row.text;
}

}  // namespace
}  // namespace till
