// Rules that hold for all commands and options, looked for by walking them.
#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_line.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

using Written = std::vector<std::string>;

// A command with all it needs, but for one option.
Written needed(const CommandShape& shape, const std::string& but) {
  Written written = shape.names;
  for (const auto& option : shape.options) {
    if (!option.required || option.name == but) continue;
    if (!option.positional) written.push_back(option.name);
    written.push_back("1");
  }
  return written;
}

void expect_wrong_use(const Written& written, const std::string& names) {
  const auto command = parse_command_line(written, "1");
  ASSERT_FALSE(command.has_value()) << ::testing::PrintToString(written);
  EXPECT_EQ(command.error().exit_code, 2) << ::testing::PrintToString(written);
  EXPECT_THAT(command.error().sentence, HasSubstr("empty")) << ::testing::PrintToString(written);
  EXPECT_THAT(command.error().sentence, HasSubstr(names)) << ::testing::PrintToString(written);
}

TEST(EveryCommand, IsWalked) {
  std::vector<std::string> names;
  std::size_t options = 0;
  for (const CommandShape& shape : command_shapes()) {
    std::string name;
    for (const std::string& part : shape.names) name += (name.empty() ? "" : " ") + part;
    names.push_back(name);
    options += shape.options.size();
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"init", "serve", "buy", "orders refund",
                                              "orders deliver", "webhooks list", "stripe check"}));
  EXPECT_GT(options, 60U);
}

TEST(EveryCommand, TakesNoEmptyTextForAnyOption) {
  for (const CommandShape& shape : command_shapes()) {
    for (const auto& option : shape.options) {
      for (const char* const blank : {"", " ", "\t \n", "\u00a0", "\u3000\u200b"}) {
        Written written = needed(shape, option.name);
        if (option.positional) {
          written.push_back(blank);
          expect_wrong_use(written, "an argument");
          continue;
        }
        Written joined = written;
        joined.push_back(option.name + "=" + blank);
        expect_wrong_use(joined, option.name);
        if (!option.takes_value) continue;
        written.insert(written.end(), {option.name, blank});
        expect_wrong_use(written, option.name);
      }
    }
  }
}

TEST(EveryCommand, TakesAnOptionOnceUnlessItIsAList) {
  const std::vector<std::string> lists{"--line", "--item", "--quantity"};
  for (const CommandShape& shape : command_shapes()) {
    for (const auto& option : shape.options) {
      const bool list = std::find(lists.begin(), lists.end(), option.name) != lists.end();
      if (option.positional || !option.takes_value || list) continue;
      Written written = needed(shape, option.name);
      written.insert(written.end(), {option.name, "1", option.name, "2"});
      const auto command = parse_command_line(written, "1");
      ASSERT_FALSE(command.has_value()) << ::testing::PrintToString(written);
      EXPECT_EQ(command.error().exit_code, 2) << ::testing::PrintToString(written);
    }
  }
  const auto twice = parse_command_line(
      {"orders", "refund", "o", "--env", "e", "--reason", "a", "--reason", "b"}, "1");
  EXPECT_THAT(twice.error().sentence, HasSubstr("--reason is given more than once;"));
}

TEST(EveryCommand, ThatPrintsDoesSoAsJsonWhenAsked) {
  // These speak a protocol of their own, or no more than that they listen.
  const std::vector<std::string> without{"serve", "mcp", "stripe-double"};
  for (const CommandShape& shape : command_shapes()) {
    const bool speaks = std::find(without.begin(), without.end(), shape.names[0]) != without.end();
    const bool json = std::any_of(shape.options.begin(), shape.options.end(),
                                  [](const auto& option) { return option.name == "--json"; });
    EXPECT_NE(json, speaks) << ::testing::PrintToString(shape.names);
  }
}

TEST(EveryCommand, TakesNoEmptyTextWhereNoneIsAskedFor) {
  for (const Written& written :
       {Written{""}, {"help", ""}, {"", "serve"}, {"serve", "--config", "x", ""}, {"--version="}}) {
    expect_wrong_use(written, "");
  }
}

TEST(EveryCommand, ReadsNumbersAsPeopleWriteThem) {
  const Written refund{"orders", "refund", "ord_1", "--env", "e", "--amount"};
  const std::pair<const char*, std::int64_t> rows[] = {{"500", 500}, {"0", 0}, {"-5", -5}};
  for (const auto& [text, amount] : rows) {
    Written written = refund;
    written.push_back(text);
    const auto command = parse_command_line(written, "1");
    ASSERT_TRUE(command.has_value()) << text;
    EXPECT_EQ(std::get<ChangeOrderOptions>(*command).amount, amount);
  }
  for (const char* text :
       {"0500", "0x10", "+5", "5.00", "1e3", "5 ", "'", "5,00", "-", "00", "9223372036854775808"}) {
    Written written = refund;
    written.push_back(text);
    EXPECT_FALSE(parse_command_line(written, "1").has_value()) << text;
  }
}

}  // namespace
}  // namespace till::cli
