#include "base/visible.h"

#include <gtest/gtest.h>

#include <string>

namespace till {
namespace {

TEST(Visible, LeavesWhatPeopleRead) {
  for (const char* text : {"", "Ada Agent", "\\\"=<>", "Zoë Müller", "日本語", "עברית", "€ 😀"}) {
    EXPECT_EQ(visible(text), text);
    EXPECT_TRUE(is_visible(text)) << text;
  }
}

TEST(WithoutHidden, LeavesOutWhatTurnsOrHidesAndEndsNoLine) {
  for (const char* text : {"", "Zoë Müller", "日本語", "עברית", "€ 😀"}) {
    EXPECT_EQ(without_hidden(text), text);
  }
  EXPECT_EQ(without_hidden("a\r\nb\tc"), "a  b c");
  EXPECT_EQ(without_hidden("a\xe2\x80\xae"
                           "b\xe2\x80\x8b\xef\xbb\xbf\x1b\x7f"),
            "ab");
  EXPECT_EQ(without_hidden("a\xe2\x80\xa8"
                           "b"),
            "ab")
      << "the end of a line";
  EXPECT_EQ(without_hidden("a\xff\xc0\xae\xe2\x80"), "a") << "no UTF-8";
}

TEST(Visible, ShowsWhatTurnsHidesOrEndsALine) {
  const struct {
    const char* text;
    const char* shown;
  } rows[] = {
      {"a\nb", "a\\u000ab"},
      {"\x1b[2J", "\\u001b[2J"},
      {"\x7f", "\\u007f"},
      {"\xc2\x9b"
       "1m",
       "\\u009b1m"},  // The escape of eight bits.
      {"\xe2\x80\xae"
       "drawer",
       "\\u202edrawer"},            // Right to left.
      {"\xe2\x81\xa6", "\\u2066"},  // An isolate.
      {"\xe2\x80\xa8", "\\u2028"},  // The end of a line.
      {"\xe2\x80\x8b", "\\u200b"},  // No width.
      {"\xef\xbb\xbf", "\\ufeff"},
      {"\xf3\xa0\x80\x81", "\\udb40\\udc01"},  // A tag.
      {"\xff", "\\ufffd"},
      {"\xc0\xae", "\\ufffd\\ufffd"},             // Longer than it may be.
      {"\xed\xa0\x80", "\\ufffd\\ufffd\\ufffd"},  // Half of a pair.
      {"\xe2\x80", "\\ufffd\\ufffd"},             // Cut short.
  };
  for (const auto& row : rows) {
    EXPECT_EQ(visible(row.text), row.shown);
    EXPECT_FALSE(is_visible(row.text)) << row.shown;
  }
  EXPECT_EQ(visible(std::string("\0", 1)), "\\u0000");
}

TEST(Visible, ShowsItWhereverItStands) {
  for (const std::string hidden : {"\n", "\x1f", "\x7f", "\xff"}) {
    for (std::size_t before = 0; before < 20; ++before) {
      for (std::size_t after = 0; after < 20; ++after) {
        const std::string head(before, '~'), tail(after, ' ');
        EXPECT_FALSE(is_visible(head + hidden + tail)) << before << ' ' << after;
        EXPECT_TRUE(is_visible(head + tail));
        EXPECT_EQ(visible(head + hidden + tail), head + visible(hidden) + tail);
      }
    }
  }
}

TEST(Visible, KeepsWhatItIsToldToKeep) {
  std::string out = "> ";
  append_visible(out, "a\tb\nc\x1b", "\n\t");
  EXPECT_EQ(out, "> a\tb\nc\\u001b");
}

}  // namespace
}  // namespace till
