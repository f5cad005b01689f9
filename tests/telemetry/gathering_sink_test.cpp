#include "telemetry/gathering_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>

#include "telemetry/spdlog_log.h"

namespace till::telemetry {
namespace {

class GatheringSinkTest : public testing::Test {
 protected:
  GatheringSinkTest() {
    EXPECT_EQ(::pipe(ends_.data()), 0);
    EXPECT_GE(::fcntl(ends_[1], F_SETPIPE_SZ, 1 << 20), 1 << 20);
    log_ = std::make_unique<SpdlogLog>(clock_, LogLevel::info, LogFormat::text,
                                       std::make_shared<GatheringSink>(ends_[1]));
  }
  ~GatheringSinkTest() override {
    log_.reset();
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  // What is in the pipe; waits for the first byte.
  std::string read() {
    std::array<char, 1 << 16> bytes{};
    const ssize_t count = ::read(ends_[0], bytes.data(), bytes.size());
    return {bytes.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
  }
  // The same without waiting.
  std::string read_now() {
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    return read();
  }

  const SystemClock clock_;
  std::array<int, 2> ends_{};
  std::unique_ptr<SpdlogLog> log_;
};

TEST_F(GatheringSinkTest, LetsLinesGoInTimeByItself) {
  log_->write(LogLevel::info, "first", {});
  EXPECT_NE(read().find("info first\n"), std::string::npos);
  log_->write(LogLevel::info, "second", {});
  EXPECT_NE(read().find("info second\n"), std::string::npos);
}

TEST_F(GatheringSinkTest, LetsAWarningGoAtOnceWithWhatStandsBeforeIt) {
  log_->write(LogLevel::info, "first", {});
  log_->write(LogLevel::warning, "second", {});
  std::string text = read_now();
  EXPECT_LT(text.find("info first\n"), text.find("warning second\n"));
}

TEST_F(GatheringSinkTest, WritesWhatIsLeftAtItsEnd) {
  log_->write(LogLevel::info, "last", {});
  log_.reset();
  EXPECT_NE(read_now().find("info last\n"), std::string::npos);
}

TEST_F(GatheringSinkTest, LosesAndReordersNothing) {
  constexpr int kLines = 5000;
  for (int i = 0; i < kLines; ++i) log_->write(LogLevel::info, "line", {{"number", i}});
  log_.reset();
  std::string text;
  for (std::string part = read_now(); !part.empty(); part = read_now()) text += part;
  std::size_t at = 0;
  for (int i = 0; i < kLines; ++i) {
    at = text.find("line number=" + std::to_string(i) + "\n", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

}  // namespace
}  // namespace till::telemetry
