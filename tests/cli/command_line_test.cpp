#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Arguments = std::vector<std::string>;

Result<Command, Failure> parse(const Arguments& arguments) {
  return parse_command_line(arguments, "1.2.3");
}

template <class Options>
Options parsed(const Arguments& arguments) {
  const auto command = parse(arguments);
  if (!command || !std::holds_alternative<Options>(*command)) {
    ADD_FAILURE() << ::testing::PrintToString(arguments)
                  << (command ? " is another command" : command.error().sentence);
    return {};
  }
  return std::get<Options>(*command);
}

TEST(CommandLine, TakesEveryOptionOfInit) {
  const auto plain = parsed<InitOptions>({"init", "shop"});
  EXPECT_EQ(plain.folder, "shop");
  EXPECT_EQ(plain.listen, "127.0.0.1:8443");
  EXPECT_EQ(plain.admin_listen, "127.0.0.1:9464");
  EXPECT_EQ(plain.store_url, "sqlite:till.db");
  EXPECT_FALSE(plain.plaintext || plain.force);
  const auto all =
      parsed<InitOptions>({"init", "shop", "--listen", "a", "--admin-listen", "b", "--webhook-url",
                           "c", "--store", "d", "--plaintext", "--force"});
  EXPECT_EQ(all.listen, "a");
  EXPECT_EQ(all.admin_listen, "b");
  EXPECT_EQ(all.webhook_url, "c");
  EXPECT_EQ(all.store_url, "d");
  EXPECT_TRUE(all.plaintext && all.force);
}

TEST(CommandLine, TakesTheConfigOfServeAndCheck) {
  EXPECT_EQ(parsed<ServeOptions>({"serve", "--config", "x"}).config, "x");
  EXPECT_EQ(parsed<CheckOptions>({"check", "--config", "x"}).config, "x");
}

TEST(CommandLine, PairsItemsAndQuantitiesInTheirOrder) {
  const std::pair<Arguments, std::vector<ItemChoice>> rows[] = {
      {{"--item", "a"}, {{"a", 1}}},
      {{"--item", "a", "--quantity", "2"}, {{"a", 2}}},
      {{"--item=a", "--quantity=2", "--item=b"}, {{"a", 2}, {"b", 1}}},
      {{"--item", "a", "--item", "b", "--quantity", "3", "--item", "c", "--quantity", "4"},
       {{"a", 1}, {"b", 3}, {"c", 4}}},
      {{"--item", "a", "--card", "1", "--quantity", "2"}, {{"a", 2}}},
  };
  for (const auto& [written, items] : rows) {
    Arguments arguments{"buy", "--env", "e"};
    arguments.insert(arguments.end(), written.begin(), written.end());
    EXPECT_EQ(parsed<BuyOptions>(arguments).items, items) << ::testing::PrintToString(written);
  }
}

TEST(CommandLine, TakesTheOtherOptionsOfBuy) {
  const auto plain = parsed<BuyOptions>({"buy", "--env", "e", "--item", "a"});
  EXPECT_EQ(plain.env, "e");
  EXPECT_EQ(plain.card, "4242424242424242");
  EXPECT_TRUE(plain.webhook_listen.empty());
  const auto all = parsed<BuyOptions>(
      {"buy", "--env", "e", "--item", "a", "--card", "1", "--webhook-listen", "127.0.0.1:1"});
  EXPECT_EQ(all.card, "1");
  EXPECT_EQ(all.webhook_listen, "127.0.0.1:1");
}

TEST(CommandLine, TakesTheOptionsOfWebhooks) {
  EXPECT_EQ(parsed<ListWebhooksOptions>({"webhooks", "list", "--env", "e"}).state, "");
  EXPECT_EQ(
      parsed<ListWebhooksOptions>({"webhooks", "list", "--env", "e", "--state", "dead"}).state,
      "dead");
  const auto some = parsed<ReplayWebhooksOptions>({"webhooks", "replay", "--env", "e", "x", "y"});
  EXPECT_THAT(some.ids, ElementsAre("x", "y"));
  EXPECT_FALSE(some.dead);
  EXPECT_TRUE(parsed<ReplayWebhooksOptions>({"webhooks", "replay", "--env", "e", "--dead"}).dead);
}

TEST(CommandLine, ShowsHelpAndVersionWhenAsked) {
  const std::pair<Arguments, const char*> rows[] = {
      {{"--version"}, "1.2.3"},
      {{"--help"}, "serve"},
      {{"help"}, "webhooks"},
      {{"help", "buy"}, "--quantity"},
      {{"help", "webhooks", "replay"}, "--dead"},
      {{"buy", "--help"}, "--quantity"},
  };
  for (const auto& [arguments, text] : rows) {
    EXPECT_THAT(parsed<PrintText>(arguments).text, HasSubstr(text));
  }
}

TEST(CommandLine, ListsNoCommandThatIsNotThere) {
  EXPECT_THAT(parsed<PrintText>({"help"}).text, Not(HasSubstr("orders")));
}

TEST(CommandLine, RefusesWrongUseInOneLine) {
  const Arguments rows[] = {
      {},
      {"nothing"},
      {"orders", "list", "--env", "e"},
      {"init"},
      {"init", "a", "b"},
      {"serve"},
      {"serve", "--config"},
      {"check", "--confg", "x"},
      {"buy", "--nothing"},
      {"buy", "--item", "a"},
      {"buy", "--env", "e"},
      {"buy", "--env", "e", "--quantity", "2", "--item", "a"},
      {"buy", "--env", "e", "--item", "a", "--quantity", "2", "--quantity", "3"},
      {"buy", "--env", "e", "--item", "a", "--quantity", "0"},
      {"buy", "--env", "e", "--item", "a", "--quantity", "1000000001"},
      {"buy", "--env", "e", "--item", "a", "--quantity", "x"},
      {"webhooks"},
      {"webhooks", "list", "--env", "e", "--state", "lost"},
      {"webhooks", "replay", "--env", "e"},
      {"webhooks", "replay", "--env", "e", "--dead", "x"},
      {"help", "nothing"},
      {"a\nb"},
  };
  for (const Arguments& arguments : rows) {
    const auto command = parse(arguments);
    ASSERT_FALSE(command.has_value()) << ::testing::PrintToString(arguments);
    EXPECT_EQ(command.error().exit_code, 2);
    EXPECT_FALSE(command.error().sentence.empty());
    EXPECT_THAT(command.error().sentence, Not(HasSubstr("\n")));
  }
}

}  // namespace
}  // namespace till::cli
