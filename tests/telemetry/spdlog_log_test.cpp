#include "telemetry/spdlog_log.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace till::telemetry {
namespace {

class SetClock final : public Clock {
 public:
  Timestamp now() const override { return {1'795'514'400'000}; }
};

struct Lines {
  explicit Lines(LogLevel least, LogFormat format)
      : log(clock, least, format, std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true)) {}
  const SetClock clock;
  std::ostringstream out;
  SpdlogLog log;
};

TEST(JsonLines, HoldTimeLevelEventAndFields) {
  Lines lines(LogLevel::info, LogFormat::json);
  lines.log.write(LogLevel::info, "webhook_failed", {{"attempt", 2}, {"error", "HTTP status 500"}});
  lines.log.write(LogLevel::warning, "draining", {});
  EXPECT_EQ(lines.out.str(),
            R"({"time":"2026-11-24T10:00:00Z","level":"info","event":"webhook_failed",)"
            R"("attempt":2,"error":"HTTP status 500"})"
            "\n"
            R"({"time":"2026-11-24T10:00:00Z","level":"warning","event":"draining"})"
            "\n");
}

TEST(JsonLines, EscapeWhatComesFromOutside) {
  Lines lines(LogLevel::info, LogFormat::json);
  lines.log.write(LogLevel::error, "odd", {{"text", "a\"b\\c\nd{}%s"}});
  EXPECT_NE(lines.out.str().find(R"("text":"a\"b\\c\nd{}%s"})"), std::string::npos);
}

TEST(TextLines, QuoteValuesThatCouldForgeALine) {
  Lines lines(LogLevel::info, LogFormat::text);
  lines.log.write(LogLevel::info, "seen",
                  {{"id", "ord_1"}, {"text", "x\n2026 error y=1"}, {"none", ""}, {"n", -3}});
  EXPECT_EQ(lines.out.str(),
            "2026-11-24T10:00:00Z info seen id=ord_1 text=\"x\\n2026 error y=1\" none=\"\" n=-3\n");
}

// U+202E turns the direction of writing, U+009B begins an order to a terminal.
TEST(JsonLines, HideNothingFromWhoReadsThem) {
  for (const LogFormat format : {LogFormat::json, LogFormat::text}) {
    Lines lines(LogLevel::info, format);
    lines.log.write(LogLevel::info, "odd",
                    {{"text",
                      "\xe2\x80\xae"
                      "gum\xc2\x9b"
                      "\xff \"é"}});
    const std::string line = lines.out.str();
    EXPECT_NE(line.find(R"("\u202egum\u009b\ufffd \"é")"), std::string::npos) << line;
  }
}

TEST(JsonLines, CutWhatIsMuchTooLong) {
  Lines lines(LogLevel::info, LogFormat::json);
  lines.log.write(LogLevel::info, "odd", {{"text", std::string(1'000'000, 'x')}});
  EXPECT_LT(lines.out.str().size(), 5'000U);
  EXPECT_TRUE(lines.out.str().ends_with("…\"}\n"));
}

TEST(Levels, BelowTheLeastAreLeftOut) {
  const LogLevel levels[] = {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error};
  for (const LogLevel least : levels) {
    for (const LogLevel level : levels) {
      Lines lines(least, LogFormat::json);
      lines.log.write(level, "event", {});
      EXPECT_EQ(lines.out.str().empty(), level < least);
    }
  }
}

}  // namespace
}  // namespace till::telemetry
