// The files of a store are its own: closed to others, never reached through a link, and looked at
// without a trace.
#include "store/sqlite/files.h"
#include "base/sync_wait.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "store_under_test.h"

namespace till::store {
namespace {

using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>, std::string> open() {
    return SqliteStore::open(path_, {}, observer_, log_);
  }
  mode_t mode(const std::string& suffix) const {
    struct stat seen {};
    EXPECT_EQ(::lstat((path_ + suffix).c_str(), &seen), 0) << suffix;
    return seen.st_mode & 0777;
  }
  // Every file of the folder.
  std::set<std::string> names() const {
    std::set<std::string> all;
    const std::filesystem::path database(path_);
    for (const auto& entry : std::filesystem::directory_iterator(database.parent_path())) {
      all.insert(entry.path().filename().string());
    }
    return all;
  }
  void write(const std::string& file, const std::string& text, mode_t file_mode = 0644) const {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, file_mode);
    EXPECT_EQ(::write(descriptor, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    EXPECT_EQ(::fchmod(descriptor, file_mode), 0);
    ::close(descriptor);
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.database();
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
};

TEST_F(Files, AreMadeForThisUserAloneWhateverTheUmask) {
  for (const mode_t mask : {0000, 0022, 0777}) {
    const mode_t before = ::umask(mask);
    {
      const auto store = open();
      ASSERT_TRUE(store.has_value()) << store.error();
      EXPECT_EQ(sync_wait((*store)->commit(change_of(plain_session(1)), loop_)),
                app::CommitOutcome::committed);
      for (const char* suffix : {"", "-wal", "-shm", ".lock"}) EXPECT_EQ(mode(suffix), 0600u);
    }
    ::umask(before);
    for (const std::string& name : names()) std::filesystem::remove(folder_.path() + "/" + name);
  }
}

TEST_F(Files, ThatOthersCouldReadAreClosedToThem) {
  { ASSERT_TRUE(open().has_value()); }
  for (const char* suffix : {"-wal", "-shm"}) write(path_ + suffix, "");
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) ::chmod((path_ + suffix).c_str(), 0666);
  EXPECT_TRUE(inspect(path_)->readable_by_others);
  const auto store = open();
  ASSERT_TRUE(store.has_value()) << store.error();
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) EXPECT_EQ(mode(suffix), 0600u);
}

TEST_F(Files, AreNeverReachedThroughALink) {
  const std::string target = folder_.path() + "/precious";
  for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock"}) {
    for (const bool exists : {false, true}) {
      std::filesystem::remove(target);
      if (exists) write(target, "", 0644);
      std::filesystem::remove(path_ + suffix);
      std::filesystem::create_symlink(target, path_ + suffix);
      EXPECT_FALSE(open().has_value()) << suffix << exists;
      const auto seen = inspect(path_);
      ASSERT_FALSE(seen.has_value()) << suffix << exists;
      EXPECT_THAT(seen.error(), HasSubstr("symbolic link"));
      EXPECT_EQ(std::filesystem::exists(target), exists) << suffix;
      EXPECT_TRUE(!exists || std::filesystem::file_size(target) == 0) << suffix;
      std::filesystem::remove(path_ + suffix);
      std::filesystem::remove(path_);
    }
  }
}

TEST_F(Files, OfAnyOtherKindAreRefused) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_FALSE(open().has_value());
  EXPECT_FALSE(inspect(path_).has_value());
}

TEST_F(Files, AreLookedAtWithoutATrace) {
  const auto none = names();
  EXPECT_FALSE(inspect(path_)->exists);
  EXPECT_EQ(names(), none);
  { ASSERT_TRUE(open().has_value()); }
  std::filesystem::remove(path_ + ".lock");
  const auto closed = names();
  EXPECT_TRUE(inspect(path_)->exists);
  EXPECT_FALSE(inspect(path_)->served);
  EXPECT_EQ(names(), closed);
  const auto store = open();
  EXPECT_TRUE(inspect(path_)->served);
}

TEST_F(Files, ThatAStoreCouldNotOpenAreToldApart) {
  EXPECT_THAT(inspect("/nowhere/at/all.db").error(), HasSubstr("mend its folder"));
  write(path_, "not a database, though long enough to be one", 0600);
  EXPECT_THAT(inspect(path_).error(), HasSubstr("no database"));
  write(path_, std::string(200, 'x'), 0600);
  EXPECT_THAT(inspect(path_).error(), HasSubstr("no database"));
  std::string newer("SQLite format 3\0", 16);
  newer.resize(100, '\0');
  newer[62] = 1;  // Schema 256.
  write(path_, newer, 0600);
  EXPECT_THAT(inspect(path_).error(), HasSubstr("newer till"));
  write(path_, "", 0600);
  EXPECT_TRUE(inspect(path_)->exists);
}

}  // namespace
}  // namespace till::store
