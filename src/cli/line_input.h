// LineInput: lines of a descriptor, read until it ends or someone wants to stop.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>

namespace till::cli {

// One thread; stop() any thread and any signal handler.
class LineInput {
 public:
  // A line of more than `most` bytes is cut there and its rest passed over.
  LineInput(int descriptor, std::size_t most) : descriptor_(descriptor), most_(most) {}

  // The next line without its end, blocking; nothing at the end of the input or after stop(). The
  // last line needs no end. Empty lines are passed over.
  std::optional<std::string> next();
  // next() returns soon.
  void stop() { stopped_ = true; }

 private:
  bool read_more();
  std::optional<std::string> take_line();

  const int descriptor_;
  const std::size_t most_;
  std::string buffer_;
  std::size_t searched_ = 0;  // Bytes of the buffer that hold no line end.
  bool passing_ = false;      // Over the rest of a line that was cut.
  bool ended_ = false;
  std::atomic<bool> stopped_ = false;
};

}  // namespace till::cli
