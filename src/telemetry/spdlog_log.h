// SpdlogLog: the log of a running server, one line an event.
#pragma once

#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"

namespace spdlog {
class logger;
namespace sinks {
class sink;
}
}  // namespace spdlog

namespace till::telemetry {

enum class LogFormat { json, text };

// json: {"time":…,"level":…,"event":…, fields}. text: the same for a human's eye, with values
// quoted where they hold more than plain characters, so that no value can forge a line.
class SpdlogLog final : public Log {
 public:
  // Writes to stderr what is at `least` or above: warnings and errors at once, the rest a
  // fiftieth of a second later at most. The clock must outlive it.
  SpdlogLog(const Clock& clock, LogLevel least, LogFormat format);
  // The same into another sink.
  SpdlogLog(const Clock& clock, LogLevel least, LogFormat format,
            std::shared_ptr<spdlog::sinks::sink> sink);
  ~SpdlogLog() override;

  void write(LogLevel level, std::string_view event,
             std::initializer_list<LogField> fields) override;

 private:
  const Clock& clock_;
  const LogLevel least_;
  const LogFormat format_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace till::telemetry
