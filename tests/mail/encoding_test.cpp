// How text travels in mail.
#include "mail/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace till::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end = text.find("\r\n"); end != std::string_view::npos;
       end = text.find("\r\n")) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 2);
  }
  EXPECT_EQ(text, "") << "the last line ends, too";
  return lines;
}

TEST(HeaderLine, PlainWordsStayAsTheyAre) {
  EXPECT_EQ(header_line("Subject", "Your order 10001"), "Subject: Your order 10001\r\n");
}

TEST(HeaderLine, OtherWordsAreEncodedAndFolded) {
  EXPECT_EQ(header_line("Subject", "Größe"), "Subject: =?utf-8?B?R3LDtsOfZQ==?=\r\n");
  EXPECT_EQ(header_line("Subject", "a =?utf-8?q?b?="),
            "Subject: =?utf-8?B?YSA9P3V0Zi04P3E/Yj89?=\r\n")
      << "what looks encoded must not be decoded";
  std::string longest;
  for (int i = 0; i < 60; ++i) longest += "注文";
  const auto lines = lines_of(header_line("Subject", longest));
  EXPECT_GT(lines.size(), 5U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_LE(lines[i].size(), 76U);
    EXPECT_EQ(lines[i].starts_with(' '), i > 0) << "each further line goes on";
  }
}

TEST(HeaderLine, NoCharacterIsCutInTwo) {
  std::string words = "a";
  for (int i = 0; i < 12; ++i) words += "文";
  EXPECT_THAT(header_line("Subject", words), testing::EndsWith("==?=\r\n =?utf-8?B?5paH?=\r\n"))
      << "each encoded word is text by itself";
}

TEST(HeaderLine, NoValueBeginsALineOfItsOwn) {
  for (const char* value : {"a\r\nBcc: eve@example.com", "a\nBcc: eve@example.com",
                            "a\rBcc: eve@example.com", "a\r\n\r\nBody"}) {
    const auto lines = lines_of(header_line("Subject", value));
    EXPECT_EQ(lines.size(), 1U) << value;
  }
  EXPECT_EQ(header_line("Subject",
                        "a\xe2\x80\xae"
                        "b"),
            "Subject: ab\r\n")
      << "it turns nothing";
  EXPECT_EQ(header_line("Subject",
                        "a\xff"
                        "b"),
            "Subject: ab\r\n")
      << "it is UTF-8";
  EXPECT_EQ(header_line("Subject", " \t "), "Subject: \r\n");
}

TEST(DisplayName, IsWordsThatNeedNoQuotesOrIsEncoded) {
  EXPECT_EQ(display_name("Till demo shop"), "Till demo shop");
  EXPECT_EQ(display_name(""), "");
  for (const char* name : {"Ann <ann@example.com>", "\"A\"", "Ann, Lee", "Müller"}) {
    EXPECT_THAT(display_name(name), testing::StartsWith("=?utf-8?B?")) << name;
  }
}

TEST(QuotedPrintable, RowsOfLines) {
  struct Row {
    const char* text;
    const char* encoded;
  };
  for (const Row& row : {Row{"", ""},
                         {"Hello\n", "Hello\r\n"},
                         {"no end", "no end\r\n"},
                         {"a\n\nb\n", "a\r\n\r\nb\r\n"},
                         {"1 = 1\n", "1 =3D 1\r\n"},
                         {"ends with a blank \n", "ends with a blank=20\r\n"},
                         {".\n", "=2E\r\n"},
                         {"..x\n", "=2E.x\r\n"},
                         {"tab\there\n", "tab=09here\r\n"},
                         {"€\n", "=E2=82=AC\r\n"},
                         {"a\rb\n", "a=0Db\r\n"}}) {
    EXPECT_EQ(quoted_printable(row.text), row.encoded) << row.text;
  }
}

TEST(QuotedPrintable, LongLinesAreBrokenWhereTheyMayBe) {
  for (std::size_t dots = 0; dots < 4; ++dots) {
    for (const char* piece : {"x", "€", ".", "="}) {
      std::string text(74, 'x');
      for (std::size_t i = 0; i < dots; ++i) text += 'x';
      for (int i = 0; i < 100; ++i) text += piece;
      const std::string encoded = quoted_printable(text + "\n");
      std::string joined;
      for (const std::string& line : lines_of(encoded)) {
        EXPECT_LE(line.size(), 76U);
        EXPECT_FALSE(line.starts_with('.')) << "no server takes it for the end";
        const bool soft = line.ends_with('=');
        joined += soft ? line.substr(0, line.size() - 1) : line;
      }
      std::string decoded;
      for (std::size_t i = 0; i < joined.size(); ++i) {
        if (joined[i] != '=') {
          decoded += joined[i];
          continue;
        }
        decoded += static_cast<char>(std::stoi(joined.substr(i + 1, 2), nullptr, 16));
        i += 2;
      }
      EXPECT_EQ(decoded, text);
    }
  }
}

}  // namespace
}  // namespace till::mail
