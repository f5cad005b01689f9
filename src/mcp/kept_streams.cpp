#include "mcp/kept_streams.h"

#include <utility>
#include <vector>

#include "mcp/event_log.h"

namespace till::mcp {
namespace {

constexpr std::size_t kEntryBytes = 256;  // A stream costs that much even when it says little.

}  // namespace

void KeptStreams::add(std::weak_ptr<EventLog> log, std::size_t bytes) {
  std::vector<std::shared_ptr<EventLog>> forgotten;  // Told without the lock.
  {
    const std::lock_guard lock(mutex_);
    by_end_.push_back({std::move(log), bytes + kEntryBytes});
    bytes_ += by_end_.back().bytes;
    for (; bytes_ > most_; by_end_.pop_front()) {
      bytes_ -= by_end_.front().bytes;
      if (auto first = by_end_.front().log.lock()) forgotten.push_back(std::move(first));
    }
  }
  for (const auto& one : forgotten) one->forget();
}

}  // namespace till::mcp
