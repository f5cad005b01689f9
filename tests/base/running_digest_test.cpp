#include "base/running_digest.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(RunningDigest, IsThatOfAllPiecesTogetherAndBeginsAnew) {
  RunningDigest digest;
  EXPECT_EQ(digest.finish(), sha256(""));
  digest.add("a");
  digest.add("");
  digest.add("bc");
  EXPECT_EQ(digest.finish(), sha256("abc"));
  digest.add("d");
  EXPECT_EQ(digest.finish(), sha256("d"));
}

}  // namespace
}  // namespace till
