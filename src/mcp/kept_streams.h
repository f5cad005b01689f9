// KeptStreams: the streams of an agent that are kept after their end, so many bytes of them.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

namespace till::mcp {

class EventLog;

// Any thread may call.
class KeptStreams {
 public:
  explicit KeptStreams(std::size_t bytes = kBytes) : most_(bytes) {}
  // A stream has ended and holds so many bytes. Those that ended first forget theirs when all
  // together hold too many.
  void add(std::weak_ptr<EventLog> log, std::size_t bytes);

  static constexpr std::size_t kBytes = 8 * 1024 * 1024;

 private:
  struct Kept {
    std::weak_ptr<EventLog> log;
    std::size_t bytes = 0;
  };
  const std::size_t most_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::deque<Kept> by_end_;
};

}  // namespace till::mcp
