#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace till {
namespace {

TEST(Utf8, IsWhatEachCharacterIsWrittenAsInFull) {
  for (const char* sound :
       {"", "plain",
        "Montr\xC3\xA9"
        "al",
        "\xE2\x80\xA6", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(sound)) << sound;
  }
  for (const char* broken : {"Montr\xE9"
                             "al",
                             "\x80", "\xC3", "\xE2\x80", "\xF0\x9F\x98", "\xC3(", "\xC0\x80",
                             "\xE0\x80\x80", "\xF0\x80\x80\x80",  // Too long.
                             "\xED\xA0\x80",                      // A surrogate.
                             "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(is_utf8(broken));
  }
}

}  // namespace
}  // namespace till
