// GatheringSink: gathers lines of the log, so that a busy server makes few system calls for them.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace till::telemetry {

// Lines leave when 64 KiB are gathered, when flushed, and a fiftieth of a second after they came at
// the latest: what a crash can lose of the log. What cannot be written is dropped.
class GatheringSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  // Writes to the descriptor, which must stay open as long.
  explicit GatheringSink(int descriptor);
  // Writes what is left.
  ~GatheringSink() override;

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override;

 private:
  void flush_in_time();

  const int descriptor_;
  std::string gathered_;
  bool stopping_ = false;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace till::telemetry
