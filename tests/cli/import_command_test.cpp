#include "cli/import_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_line.h"

namespace till::cli {
namespace {

TEST(ImportCommand, TakesTheWholeShopUnlessToldOtherwise) {
  const auto plain = parse_command_line({"import", "--config", "t.toml", "a.jsonl", "-"}, "1");
  ASSERT_TRUE(plain);
  const auto& options = std::get<ImportOptions>(*plain);
  EXPECT_EQ(options.sources, (std::vector<std::string>{"a.jsonl", "-"}));
  EXPECT_EQ(options.format, std::nullopt) << "each source tells its own";
  EXPECT_EQ(options.max_bad, std::nullopt) << "the config says it";
  EXPECT_EQ(options.max_drop, std::nullopt);
  EXPECT_FALSE(options.update || options.dry_run || options.json);
  const auto told =
      parse_command_line({"import", "--config", "t.toml", "--update", "--dry-run", "--json",
                          "--max-bad", "2%", "--counted-at", "2026-11-24T10:00:00Z", "a.jsonl"},
                         "1");
  ASSERT_TRUE(told);
  const auto& all = std::get<ImportOptions>(*told);
  EXPECT_TRUE(all.update && all.dry_run && all.json);
  EXPECT_EQ(all.max_bad, "2%");
  EXPECT_EQ(all.counted_at, "2026-11-24T10:00:00Z");
  EXPECT_EQ(options.counted_at, "");
}

TEST(ImportCommand, NeedsAConfigWhichMayNameTheSources) {
  EXPECT_FALSE(parse_command_line({"import", "a.jsonl"}, "1"));
  const auto given = parse_command_line({"import", "--config", "t.toml"}, "1");
  ASSERT_TRUE(given);
  EXPECT_TRUE(std::get<ImportOptions>(*given).sources.empty());
}

}  // namespace
}  // namespace till::cli
