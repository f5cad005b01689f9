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

TEST(CommandLine, TakesADestinationThatNamesItsCountry) {
  const Arguments there{"--country", "DE", "--postal-code", "10115", "--city", "Berlin"};
  for (const Arguments& command :
       {Arguments{"buy", "--env", "e", "--item", "a"},
        Arguments{"payments", "test-purchase", "--config", "c", "--env", "e", "--item", "a"}}) {
    Arguments whole = command;
    whole.insert(whole.end(), there.begin(), there.end());
    const Destination to = command.front() == "buy" ? parsed<BuyOptions>(whole).to
                                                    : parsed<TestPurchaseOptions>(whole).to;
    EXPECT_EQ(text_of(resolved(to)), "1 Market St, Berlin, DE");
    Arguments part = command;
    part.insert(part.end(), {"--city", "Berlin"});
    EXPECT_THAT(parse(part).error().sentence, HasSubstr("--country"));
  }
  EXPECT_EQ(text_of(resolved(Destination{})), "1 Market St, San Francisco, CA, US");
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
  EXPECT_EQ(plain.currency, "usd");
  const auto all = parsed<BuyOptions>({"buy", "--env", "e", "--item", "a", "--card", "1",
                                       "--webhook-listen", "127.0.0.1:1", "--currency", "jpy"});
  EXPECT_EQ(all.card, "1");
  EXPECT_EQ(all.currency, "jpy");
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

TEST(CommandLine, TakesTheOptionsOfOrders) {
  const auto list = parsed<ListOrdersOptions>(
      {"orders", "list", "--env", "e", "--status", "shipped", "--limit", "7"});
  EXPECT_EQ(list.env, "e");
  EXPECT_EQ(list.status, "shipped");
  EXPECT_EQ(list.limit, 7);
  EXPECT_EQ(parsed<ListOrdersOptions>({"orders", "list", "--env", "e"}).limit, 0);
  const auto show = parsed<ShowOrderOptions>({"orders", "show", "--env", "e", "ord_1", "--json"});
  EXPECT_EQ(show.id, "ord_1");
  EXPECT_TRUE(show.json);
  const auto ship = parsed<ChangeOrderOptions>({"orders", "ship", "ord_1", "--env", "e", "--line",
                                                "a=2", "--line", "b", "--carrier", "c",
                                                "--tracking", "t", "--tracking-url", "u"});
  EXPECT_EQ(ship.action, "ship");
  EXPECT_EQ(ship.env, "e");
  EXPECT_EQ(ship.id, "ord_1");
  EXPECT_THAT(ship.lines, ElementsAre("a=2", "b"));
  EXPECT_EQ(ship.carrier, "c");
  EXPECT_EQ(ship.tracking_number, "t");
  EXPECT_EQ(ship.tracking_url, "u");
  const auto ready =
      parsed<ChangeOrderOptions>({"orders", "ready", "--env", "e", "--line", "a", "ord_1"});
  EXPECT_EQ(ready.action, "ready");
  EXPECT_EQ(ready.id, "ord_1");
  EXPECT_THAT(ready.lines, ElementsAre("a"));
  const auto deliver =
      parsed<ChangeOrderOptions>({"orders", "deliver", "--env", "e", "ord_1", "--fulfillment", "f",
                                  "--link", "l", "--key", "k"});
  EXPECT_EQ(deliver.action, "deliver");
  EXPECT_EQ(deliver.fulfillment, "f");
  EXPECT_EQ(deliver.link, "l");
  EXPECT_EQ(deliver.key, "k");
  const auto refund = parsed<ChangeOrderOptions>(
      {"orders", "refund", "--env", "e", "ord_1", "--amount", "5", "--reason", "r"});
  EXPECT_EQ(refund.action, "refund");
  EXPECT_EQ(refund.amount, 5);
  EXPECT_EQ(refund.reason, "r");
  const auto cancel =
      parsed<ChangeOrderOptions>({"orders", "cancel", "--env", "e", "ord_1", "--reason", "r"});
  EXPECT_EQ(cancel.action, "cancel");
  EXPECT_EQ(cancel.reason, "r");
  EXPECT_FALSE(cancel.amount.has_value());
  const auto charged = parsed<ChangeOrderOptions>(
      {"orders", "settle", "--env", "e", "cs_1", "--charged-by", "pi_1"});
  EXPECT_EQ(charged.charged_by, "pi_1");
  EXPECT_FALSE(charged.not_charged);
  EXPECT_TRUE(
      parsed<ChangeOrderOptions>({"orders", "settle", "--env", "e", "cs_1", "--not-charged"})
          .not_charged);
  for (const char* action : {"hold", "approve"}) {
    EXPECT_EQ(parsed<ChangeOrderOptions>({"orders", action, "--env", "e", "ord_1"}).action, action);
  }
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
  EXPECT_THAT(parsed<PrintText>({"help"}).text, Not(HasSubstr("migrate")));
}

TEST(CommandLine, RefusesWrongUseInOneLine) {
  const Arguments rows[] = {
      {},
      {"nothing"},
      {"orders"},
      {"orders", "list"},
      {"orders", "list", "--env", "e", "--status", "lost"},
      {"orders", "list", "--env", "e", "--limit", "0"},
      {"orders", "ship", "--env", "e"},
      {"orders", "ship", "ord_1"},
      {"orders", "hold", "--env", "e", "ord_1", "--amount", "5"},
      {"orders", "refund", "--env", "e", "ord_1", "--amount", "all"},
      {"orders", "burn", "--env", "e", "ord_1"},
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
