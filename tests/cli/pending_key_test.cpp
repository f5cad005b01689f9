#include "cli/pending_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Timestamp kTold{1'795'514'400'000};

struct Keeping {
  Result<PendingKey, std::string> take(std::string_view path, std::string_view body,
                                       Timestamp now = kTold) {
    return PendingKey::obtain(folder.path("state/till"), path, body, ids, now);
  }
  TemporaryFolder folder;
  SystemClock clock;
  SystemRandom random;
  RandomIds ids{clock, random};
};

TEST(PendingKey, IsTheSameUntilTheCommandWasAnswered) {
  Keeping keeping;
  const auto first = keeping.take("/orders/o/refund", "{}");
  ASSERT_TRUE(first.has_value()) << first.error();
  EXPECT_FALSE(first->unanswered_since().has_value());
  const auto again = keeping.take("/orders/o/refund", "{}", kTold + Milliseconds(60'000));
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_EQ(again->text(), first->text());
  EXPECT_EQ(again->unanswered_since(), kTold);
  again->answered();
  const auto another = keeping.take("/orders/o/refund", "{}");
  EXPECT_NE(another->text(), first->text());
  EXPECT_FALSE(another->unanswered_since().has_value());
}

TEST(PendingKey, IsOfOneCommandAlone) {
  Keeping keeping;
  const std::string key = keeping.take("/orders/o/refund", "{}")->text();
  EXPECT_NE(keeping.take("/orders/o/refund", R"({"amount":5})")->text(), key);
  EXPECT_NE(keeping.take("/orders/p/refund", "{}")->text(), key);
  EXPECT_NE(keeping.take("/orders/o/cancel", "{}")->text(), key);
}

TEST(PendingKey, LiesInAFileForItsOwnerAlone) {
  Keeping keeping;
  ASSERT_TRUE(keeping.take("/orders/o/refund", "{}").has_value());
  int files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(keeping.folder.path("state"))) {
    if (!entry.is_regular_file()) continue;
    ++files;
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0077, 0U);
  }
  EXPECT_EQ(files, 1);
}

TEST(PendingKey, ThatTheServerMayHaveForgottenIsNotUsed) {
  Keeping keeping;
  ASSERT_TRUE(keeping.take("/orders/o/refund", "{}").has_value());
  const auto late =
      keeping.take("/orders/o/refund", "{}", kTold + PendingKey::kLongest + Milliseconds(1'000));
  ASSERT_FALSE(late.has_value());
  EXPECT_THAT(late.error(), HasSubstr("its answer never came"));
  EXPECT_THAT(late.error(), HasSubstr("2026-11-24T10:00:00Z"));
}

TEST(PendingKey, ThatCannotBeKeptStopsTheCommand) {
  Keeping keeping;
  keeping.folder.write("state", "a file where the folder should be");
  const auto key = keeping.take("/orders/o/refund", "{}");
  ASSERT_FALSE(key.has_value());
  EXPECT_THAT(key.error(), HasSubstr("Nothing was sent"));
}

TEST(PendingFolder, IsTheFirstThatTheUserCanWriteTo) {
  const TemporaryFolder folder;
  const char* const names[] = {"XDG_STATE_HOME", "HOME"};
  std::optional<std::string> before[2];
  for (int i = 0; i < 2; ++i) {
    if (const char* const value = std::getenv(names[i])) before[i] = value;
  }
  setenv("XDG_STATE_HOME", folder.path("state").c_str(), 1);
  setenv("HOME", folder.path("ada").c_str(), 1);
  EXPECT_EQ(pending_folder("x/operator.env"), folder.path("state/till/pending"));
  setenv("XDG_STATE_HOME", folder.write("file", "").c_str(), 1);
  EXPECT_EQ(pending_folder("x/operator.env"), folder.path("ada/.local/state/till/pending"));
  unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(pending_folder("x/operator.env"), folder.path("ada/.local/state/till/pending"));
  setenv("HOME", folder.path("file").c_str(), 1);
  EXPECT_EQ(pending_folder("x/operator.env"), "x/.till-pending");
  unsetenv("HOME");
  EXPECT_EQ(pending_folder("x/operator.env"), "x/.till-pending");
  EXPECT_EQ(pending_folder("operator.env"), "./.till-pending");
  for (int i = 0; i < 2; ++i) {
    if (before[i]) setenv(names[i], before[i]->c_str(), 1);
  }
}

}  // namespace
}  // namespace till::cli
