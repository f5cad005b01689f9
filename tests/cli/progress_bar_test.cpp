#include "cli/progress_bar.h"

#include <gtest/gtest.h>

#include <sstream>

namespace till::cli {
namespace {

std::string bar(std::size_t full, int percent) {
  return "[" + std::string(full, '#') + std::string(40 - full, '.') + "] " +
         std::to_string(percent) + "%";
}

TEST(ProgressBar, IsDrawnAnewOnlyWhenItLooksOtherwiseAndIsTakenAway) {
  std::ostringstream terminal;
  {
    ProgressBar progress(&terminal);
    progress.show(0, 1000);
    progress.show(9, 1000);
    progress.show(500, 1000);
    progress.show(2000, 1000);
  }
  const auto away = [](std::size_t width) { return "\r" + std::string(width, ' ') + "\r"; };
  EXPECT_EQ(terminal.str(),
            bar(0, 0) + away(45) + bar(20, 50) + away(46) + bar(40, 100) + away(47));
}

TEST(ProgressBar, CountsUnitsWhereNobodyKnowsTheWhole) {
  std::ostringstream terminal;
  ProgressBar progress(&terminal, " KiB read", 1024);
  progress.show(1023, 0);
  progress.show(2048, 0);
  EXPECT_EQ(terminal.str(), "0 KiB read\r" + std::string(10, ' ') + "\r2 KiB read");
}

TEST(ProgressBar, IsDrawnAnewAfterSomethingElseWasPrinted) {
  std::ostringstream terminal;
  ProgressBar progress(&terminal);
  progress.show(1, 2);
  progress.clear();
  progress.clear();
  progress.show(1, 2);
  EXPECT_EQ(terminal.str(), bar(20, 50) + "\r" + std::string(46, ' ') + "\r" + bar(20, 50));
}

TEST(ProgressBar, IsNotWhereNobodyWatches) {
  ProgressBar progress(nullptr);
  progress.show(1, 2);
}

}  // namespace
}  // namespace till::cli
