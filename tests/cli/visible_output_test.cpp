#include "cli/visible_output.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string_view>

namespace till::cli {
namespace {

TEST(VisibleOutput, ShowsWhatATerminalWouldObey) {
  std::ostringstream out;
  {
    const VisibleOutput visible(out);
    out << "line  \x1b[31m"
        << "\xe2\x80\xae"
        << "gum" << '\n'
        << "next\t" << 7;
    EXPECT_EQ(out.str(), "line  \\u001b[31m\\u202egum\n");
    out.flush();
    EXPECT_EQ(out.str(), "line  \\u001b[31m\\u202egum\nnext\t7");
    out << "!";
  }
  EXPECT_EQ(out.str(), "line  \\u001b[31m\\u202egum\nnext\t7!") << "nothing is lost at the end";
  out << "\x1b";
  EXPECT_TRUE(out.str().ends_with('\x1b')) << "afterwards it is as before";
}

TEST(VisibleOutput, CutsNoCharacterThatComesInPieces) {
  std::ostringstream out;
  const VisibleOutput visible(out);
  for (const char byte : std::string_view("Zo\xc3\xab\n")) out << byte;
  EXPECT_EQ(out.str(), "Zo\xc3\xab\n");
}

}  // namespace
}  // namespace till::cli
