#include "products/listings/feed_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/temporary_folder.h"
#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::HasSubstr;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class FeedFiles : public testing::Test {
 protected:
  Result<bool, std::string> write(const std::string& path, const std::string& text) {
    auto file = FeedFile::begin(path);
    if (!file) return refused(file.error());
    (*file)->write(text);
    return (*file)->put_in_place();
  }
  cli::TemporaryFolder folder_;
  const std::string path_ = folder_.path("acp.jsonl");
};

TEST_F(FeedFiles, ArePutInTheirPlaceWhole) {
  EXPECT_EQ(write(path_, "one\n"), true);
  auto file = FeedFile::begin(path_).value();
  file->write(std::string(1'000'000, 'x'));
  EXPECT_EQ(content_of(path_), "one\n");
  EXPECT_EQ(file->put_in_place(), true);
  EXPECT_EQ(content_of(path_).size(), 1'000'000U);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(FeedFiles, StayAsTheyWereWhenNothingChanged) {
  EXPECT_EQ(write(path_, "one\n"), true);
  const auto before = std::filesystem::last_write_time(path_);
  EXPECT_EQ(write(path_, "one\n"), false);
  EXPECT_EQ(std::filesystem::last_write_time(path_), before);
  EXPECT_EQ(write(path_, "two\n"), true);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(FeedFiles, LeaveNothingWhenTheyAreGivenUp) {
  FeedFile::begin(path_).value()->write("half");
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(FeedFiles, AreWrittenByOneAtATime) {
  const auto file = FeedFile::begin(path_).value();
  EXPECT_THAT(FeedFile::begin(path_).error(), HasSubstr("another till is writing"));
}

TEST_F(FeedFiles, AreCompressedByTheirName) {
  const std::string packed = path_ + ".gz";
  EXPECT_EQ(write(packed, "{\"unit_amount\":1}\n"), true);
  EXPECT_EQ(content_of(packed).substr(0, 2), "\x1F\x8B");
  EXPECT_EQ(write(packed, "{\"unit_amount\":1}\n"), false);  // The same bytes each time.
}

TEST_F(FeedFiles, AreRefusedWithoutAFolder) {
  EXPECT_THAT(write(folder_.path("none/acp.jsonl"), "").error(), HasSubstr("cannot write"));
}

}  // namespace
}  // namespace till::products
