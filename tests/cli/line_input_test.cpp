#include "cli/line_input.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace till::cli {
namespace {

using Lines = std::vector<std::string>;

// A pipe that the test writes into.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    end();
    ::close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int reading() const { return ends_[0]; }
  void write(std::string_view text) const {
    ASSERT_EQ(::write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{};
};

Lines all_lines(LineInput& input) {
  Lines lines;
  while (auto line = input.next()) lines.push_back(std::move(*line));
  return lines;
}

TEST(LineInput, GivesLineAfterLineWithoutTheirEnds) {
  const std::string much(40'000, 'x');
  const struct {
    std::string text;
    Lines lines;
  } rows[] = {
      {"", {}},
      {"\n", {}},
      {"a", {"a"}},
      {"a\n", {"a"}},
      {"a\nb", {"a", "b"}},
      {"a\r\nb\r\n", {"a", "b"}},
      {"\n\na\n\r\n\nb\n\n", {"a", "b"}},
      {" a \n\tb", {" a ", "\tb"}},
      {much + "\n" + much, {much, much}},
      {std::string("a\0b\n", 4), {std::string("a\0b", 3)}},
  };
  for (const auto& row : rows) {
    Pipe pipe;
    std::thread writer([&] {
      pipe.write(row.text);
      pipe.end();
    });
    LineInput input(pipe.reading(), 100'000);
    EXPECT_EQ(all_lines(input), row.lines) << row.text.substr(0, 20);
    EXPECT_EQ(input.next(), std::nullopt) << "the end stays the end";
    writer.join();
  }
}

TEST(LineInput, GivesALineAsSoonAsItIsThere) {
  Pipe pipe;
  LineInput input(pipe.reading(), 100);
  pipe.write("a\nb");
  EXPECT_EQ(input.next(), "a");
  pipe.write("c\n");
  EXPECT_EQ(input.next(), "bc");
}

TEST(LineInput, CutsALineThatIsTooLongAndPassesOverItsRest) {
  const std::string most(100, 'x');
  const struct {
    std::string text;
    Lines lines;
  } rows[] = {
      {most + "\nb\n", {most, "b"}},
      {most + "y\nb\n", {most + "y", "b"}},
      {std::string(100'000, 'x') + "\nb\n", {most + "x", "b"}},
      {std::string(100'000, 'x') + "\n" + std::string(100'000, 'y') + "\nb",
       {most + "x", std::string(101, 'y'), "b"}},
      {std::string(100'000, 'x'), {most + "x"}},
  };
  for (const auto& row : rows) {
    Pipe pipe;
    std::thread writer([&] {
      pipe.write(row.text);
      pipe.end();
    });
    LineInput input(pipe.reading(), 100);
    EXPECT_EQ(all_lines(input), row.lines) << row.text.size();
    writer.join();
  }
}

TEST(LineInput, StopsWhileItWaits) {
  Pipe pipe;
  LineInput input(pipe.reading(), 100);
  auto waiting = std::async(std::launch::async, [&input] { return input.next(); });
  EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  input.stop();
  ASSERT_EQ(waiting.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(waiting.get(), std::nullopt);
  pipe.write("a\n");
  EXPECT_EQ(input.next(), std::nullopt) << "and stays so";
}

}  // namespace
}  // namespace till::cli
