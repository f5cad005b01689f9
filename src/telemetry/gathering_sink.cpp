#include "telemetry/gathering_sink.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>

namespace till::telemetry {
namespace {

constexpr std::size_t kMostGathered = 64 * 1024;
constexpr std::chrono::milliseconds kLongest{20};

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

GatheringSink::GatheringSink(int descriptor)
    : descriptor_(descriptor), thread_([this] { flush_in_time(); }) {}

GatheringSink::~GatheringSink() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  flush_();
}

void GatheringSink::sink_it_(const spdlog::details::log_msg& message) {
  const bool first = gathered_.empty();
  gathered_.append(message.payload.data(), message.payload.size()).push_back('\n');
  if (gathered_.size() >= kMostGathered) return flush_();
  if (first) changed_.notify_one();
}

void GatheringSink::flush_() {
  write_all(descriptor_, gathered_);
  gathered_.clear();
}

void GatheringSink::flush_in_time() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait(lock, [this] { return stopping_ || !gathered_.empty(); });
    changed_.wait_for(lock, kLongest, [this] { return stopping_; });
    flush_();
  }
}

}  // namespace till::telemetry
