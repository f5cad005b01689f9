#include "cli/line_input.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace till::cli {
namespace {

constexpr int kLookMs = 200;  // How often a quiet input is left to see whether to stop.

}  // namespace

// Waits for input, but not longer than it takes to notice a stop.
bool LineInput::read_more() {
  pollfd input{descriptor_, POLLIN, 0};
  while (!stopped_) {
    const int ready = ::poll(&input, 1, kLookMs);
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    std::array<char, 16 * 1024> bytes{};
    const ssize_t count = ::read(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }
  return false;
}

std::optional<std::string> LineInput::take_line() {
  const std::size_t end = buffer_.find('\n', searched_);
  const bool whole = end != std::string::npos;
  const bool too_long = !whole && buffer_.size() > most_;
  searched_ = buffer_.size();
  if (!whole && !too_long && !ended_) return std::nullopt;
  std::string line = buffer_.substr(0, whole ? end : buffer_.size());
  buffer_.erase(0, whole ? end + 1 : buffer_.size());
  searched_ = 0;
  if (line.size() > most_) line.resize(most_ + 1);  // Too long on purpose: it is no message.
  if (std::exchange(passing_, too_long)) line.clear();
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> LineInput::next() {
  while (!stopped_) {
    if (auto line = take_line()) {
      if (!line->empty()) return line;
      if (ended_ && buffer_.empty()) return std::nullopt;
      continue;
    }
    if (!read_more()) ended_ = true;
  }
  return std::nullopt;
}

}  // namespace till::cli
