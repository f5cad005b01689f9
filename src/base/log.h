// Log: structured lines. Fields carry no token, card number or full address (TR-11).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace till {

enum class LogLevel { debug, info, warning, error };

struct LogField {
  std::string_view name;  // A constant of the code in snake_case: it is not escaped.
  std::variant<std::string_view, std::int64_t> value;
};

// Implementations may be called from any thread and do not keep the views.
class Log {
 public:
  virtual ~Log() = default;
  // Writes one line: an event name in snake_case and its fields.
  virtual void write(LogLevel level, std::string_view event,
                     std::initializer_list<LogField> fields) = 0;
};

// Swallows everything.
class NoLog final : public Log {
 public:
  void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace till
