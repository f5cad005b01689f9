// ProgressBar: how far a command is, on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

namespace till::cli {

// Drawn anew when it would look otherwise, and taken away at the end. One thread; the terminal
// outlives it.
class ProgressBar {
 public:
  // Null: none watches. Where nobody knows the whole, it shows how many such units are done.
  explicit ProgressBar(std::ostream* terminal, std::string done = {}, std::uint64_t unit = 1)
      : terminal_(terminal), done_(std::move(done)), unit_(unit) {}
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `all` is 0 when nobody knows it.
  void show(std::uint64_t done, std::uint64_t all);
  // Before anything else is printed.
  void clear();

 private:
  void write(const std::string& text);

  std::ostream* const terminal_;
  const std::string done_;
  const std::uint64_t unit_;
  std::uint64_t shown_ = 0;
  std::size_t width_ = 0;
  bool drawn_ = false;
};

}  // namespace till::cli
