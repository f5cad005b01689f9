// `till backend check`: its words, its report and its exit codes.
#include "cli/backend_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/command_line.h"
#include "cli/init.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

const std::vector<BackendRow> kBackendRows{
    {"quote.answer", "A quote adds up.", BackendRow::Verdict::passed, "", "", "", 12},
    {"holds.put", "It is held.", BackendRow::Verdict::failed, "1 held", "nothing", "Hold it."},
    {"orders.answer", "It is taken.", BackendRow::Verdict::skipped, "", "not tried", ""}};

// A shop with a backend, or without.
struct BackendChecking {
  explicit BackendChecking(bool named) {
    const SystemClock clock;
    SystemRandom random;
    InitOptions made;
    made.folder = folder.path("shop");
    EXPECT_TRUE(init_shop(made, clock, random).has_value());
    options.config = folder.path("shop/till.toml");
    if (!named) return;
    folder.write("shop/backend.secret", "of both");
    folder.write("shop/till.toml", folder.read("shop/till.toml") +
                                       "\n[backend]\nurl = \"http://127.0.0.1:9\"\n"
                                       "secret_file = \"backend.secret\"\n");
    composition.check_backend =
        [this](const Config& read,
               const CheckBackendOptions&) -> Result<std::vector<BackendRow>, std::string> {
      url = read.backend.url;
      return rows;
    };
  }
  Outcome check() { return check_backend(options, composition, out); }

  TemporaryFolder folder;
  CheckBackendOptions options;
  Composition composition;
  std::vector<BackendRow> rows = kBackendRows;
  std::string url;
  std::ostringstream out;
};

TEST(BackendCommands, TakesItemsAndFlags) {
  const auto plain = parse_command_line({"backend", "check", "--config", "c"}, "1");
  ASSERT_TRUE(plain.has_value()) << plain.error().sentence;
  const auto& least = std::get<CheckBackendOptions>(*plain);
  EXPECT_EQ(least.config, "c");
  EXPECT_EQ(least.currency, "usd");
  EXPECT_TRUE(least.items.empty() && !least.orders && !least.json);
  const auto whole = parse_command_line({"backend", "check", "--config", "c", "--item", "a",
                                         "--item", "b", "--currency", "jpy", "--orders", "--json"},
                                        "1");
  ASSERT_TRUE(whole.has_value()) << whole.error().sentence;
  const auto& most = std::get<CheckBackendOptions>(*whole);
  EXPECT_EQ(most.items, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(most.currency, "jpy");
  EXPECT_TRUE(most.orders && most.json);
  for (const auto& wrong : {std::vector<std::string>{"backend"},
                            {"backend", "check"},
                            {"backend", "check", "--config", "c", "--item", "a", "b"}}) {
    const auto command = parse_command_line(wrong, "1");
    ASSERT_FALSE(command.has_value());
    EXPECT_EQ(command.error().exit_code, kWrongUse);
  }
}

TEST(BackendCommands, SaysOfABrokenRuleWhatCameAndWhatToDo) {
  EXPECT_EQ(text_of(kBackendRows),
            "ok  quote.answer   A quote adds up. (12 ms)\n"
            "!!  holds.put      It is held.\n"
            "      expected: 1 held\n"
            "      found:    nothing\n"
            "      do:       Hold it.\n"
            "--  orders.answer  It is taken. (not tried)\n"
            "1 passed, 1 failed, 1 skipped\n");
}

TEST(BackendCommands, SaysTheSameAsJson) {
  EXPECT_EQ(json_of(kBackendRows),
            R"({"passed":1,"failed":1,"skipped":1,"checks":[)"
            R"({"id":"quote.answer","rule":"A quote adds up.","result":"passed","ms":12},)"
            R"({"id":"holds.put","rule":"It is held.","result":"failed","expected":"1 held",)"
            R"("found":"nothing","cure":"Hold it."},)"
            R"({"id":"orders.answer","rule":"It is taken.","result":"skipped",)"
            R"("found":"not tried"}]})"
            "\n");
}

TEST(BackendCommands, FailsWhenOneRuleIsBroken) {
  BackendChecking checking(true);
  const auto broken = checking.check();
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().exit_code, kFailed);
  EXPECT_THAT(broken.error().sentence, HasSubstr("breaks 1 rule;"));
  EXPECT_EQ(checking.url, "http://127.0.0.1:9");
  EXPECT_EQ(checking.out.str(), text_of(kBackendRows));
  checking.rows.erase(checking.rows.begin() + 1);
  EXPECT_TRUE(checking.check().has_value());
}

TEST(BackendCommands, AreWrongUseWithoutABackend) {
  BackendChecking checking(false);
  const auto refused = checking.check();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().exit_code, kWrongUse);
  EXPECT_THAT(refused.error().sentence, HasSubstr("[backend]"));
}

TEST(BackendCommands, AskAboutNoMoreItemsThanACartHolds) {
  BackendChecking checking(true);
  checking.rows.clear();
  checking.options.items.assign(100, "a");
  EXPECT_TRUE(checking.check().has_value());
  checking.options.items.emplace_back("a");
  const auto refused = checking.check();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().exit_code, kWrongUse);
}

}  // namespace
}  // namespace till::cli
