#include "telemetry/spdlog_log.h"

#include <spdlog/logger.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/visible.h"
#include "json/writer.h"
#include "telemetry/gathering_sink.h"

namespace till::telemetry {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: break;
  }
  return "error";
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
  }
  return spdlog::level::err;
}

// What a line shows of a text from outside: JSON's escapes, also for what turns or hides text.
std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 4096;
  std::string escaped;
  json::append_escaped(escaped, text.substr(0, kMost));
  if (text.size() > kMost) escaped += "…";
  std::string shown = "\"";
  append_visible(shown, escaped);
  return shown += '"';
}

bool is_short(std::string_view text) { return text.size() <= 256; }

std::string json_line(std::string_view time, LogLevel level, std::string_view event,
                      std::initializer_list<LogField> fields) {
  std::string line;
  line.reserve(256);
  json::Writer json(line);
  json.begin_object().member("time", time).member("level", name_of(level));
  json.member("event", event);
  for (const LogField& field : fields) {
    const auto* const text = std::get_if<std::string_view>(&field.value);
    if (text == nullptr) {
      json.member(field.name, std::get<std::int64_t>(field.value));
    } else if (is_short(*text) && is_visible(*text)) {
      json.member(field.name, *text);
    } else {
      json.key(field.name).raw(quoted(*text));
    }
  }
  json.end_object();
  return line;
}

bool is_plain(char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '='; }

void append_value(std::string& line, std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) {
    line += text;
    return;
  }
  line += quoted(text);
}

std::string text_line(std::string_view time, LogLevel level, std::string_view event,
                      std::initializer_list<LogField> fields) {
  std::string line(time);
  line.append(1, ' ').append(name_of(level)).append(1, ' ').append(event);
  for (const LogField& field : fields) {
    line.append(1, ' ').append(field.name).append(1, '=');
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      append_value(line, *text);
    } else {
      line += std::to_string(std::get<std::int64_t>(field.value));
    }
  }
  return line;
}

// The time to the second, which many lines share. Valid until the thread's next call.
std::string_view time_text(Timestamp now) {
  thread_local std::int64_t second = -1;
  thread_local std::string text;
  if (text.empty() || now.ms / 1000 != second) {
    second = now.ms / 1000;
    text = format_rfc3339(now);
  }
  return text;
}

}  // namespace

SpdlogLog::SpdlogLog(const Clock& clock, LogLevel least, LogFormat format)
    : SpdlogLog(clock, least, format, std::make_shared<GatheringSink>(STDERR_FILENO)) {}

SpdlogLog::SpdlogLog(const Clock& clock, LogLevel least, LogFormat format,
                     std::shared_ptr<spdlog::sinks::sink> sink)
    : clock_(clock), least_(least), format_(format) {
  sink->set_pattern("%v");
  logger_ = std::make_unique<spdlog::logger>("till", std::move(sink));
  logger_->set_level(spdlog_level(least));
  logger_->flush_on(spdlog::level::warn);
  // A log that cannot be written must not take the server with it.
  logger_->set_error_handler([](const std::string&) {});
}

SpdlogLog::~SpdlogLog() { logger_->flush(); }

void SpdlogLog::write(LogLevel level, std::string_view event,
                      std::initializer_list<LogField> fields) {
  if (level < least_) return;
  const std::string_view time = time_text(clock_.now());
  const std::string line = format_ == LogFormat::json ? json_line(time, level, event, fields)
                                                      : text_line(time, level, event, fields);
  logger_->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace till::telemetry
