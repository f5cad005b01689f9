// What `till stock` sends, says and prints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/fake_shop.h"
#include "cli/operator_env.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

constexpr const char* kToldStock =
    R"({"items":[{"id":"mug-blue","stated":40,"counted_at":"2026-11-24T10:00:00Z","added":1,)"
    R"("sold":2,"held":41,"free":0,"missing":2}]})";
constexpr const char* kLine =
    "mug-blue  free 0  held 41  sold 2  added 1  stated 40  counted at 2026-11-24T10:00:00Z  "
    "2 missing: held or sold, not there\n";

struct StockRoom {
  StockRoom() {
    setenv("XDG_STATE_HOME", folder.path("state").c_str(), 1);
    env =
        folder.write("operator.env", format_operator_env({shop.env().url, "", Secret("operator")}));
    shop.answer("PUT /admin/v1/stock", {200, kToldStock});
  }
  ~StockRoom() { unsetenv("XDG_STATE_HOME"); }

  Outcome tell(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "stock");
    arguments.insert(arguments.end(), {"--env", env});
    const auto command = parse_command_line(arguments, "1");
    EXPECT_TRUE(command.has_value()) << command.error().sentence;
    return tell_stock(std::get<TellStockOptions>(*command), out);
  }

  TemporaryFolder folder;
  FakeShop shop;
  std::string env;
  std::ostringstream out;
};

TEST(StockCommands, SendWhatWasCountedNowOrWhenItIsSaid) {
  StockRoom room;
  ASSERT_TRUE(room.tell({"set", "mug-blue=40", "a=b=0"}).has_value());
  EXPECT_EQ(room.out.str(), kLine);
  ASSERT_TRUE(room.tell({"set", "mug-blue=40", "--counted-at", "2026-11-24T10:00:00Z"}));
  const auto requests = room.shop.requests();
  EXPECT_EQ(requests.at(0).body, R"({"counted_at":"now","items":[{"id":"mug-blue","counted":40},)"
                                 R"({"id":"a=b","counted":0}]})");
  EXPECT_EQ(requests.at(1).body,
            R"({"counted_at":"2026-11-24T10:00:00Z","items":[{"id":"mug-blue","counted":40}]})");
  EXPECT_TRUE(requests.at(0).header("Idempotency-Key").has_value());
}

TEST(StockCommands, SendWhatCameAndWentUnderAKey) {
  StockRoom room;
  ASSERT_TRUE(room.tell({"add", "mug-blue=12", "mug-red=-3", "--json"}).has_value());
  EXPECT_EQ(room.out.str(), std::string(kToldStock) + "\n");
  const auto sent = room.shop.requests().at(0);
  EXPECT_EQ(sent.body, R"({"items":[{"id":"mug-blue","added":12},{"id":"mug-red","added":-3}]})");
  EXPECT_TRUE(sent.header("Idempotency-Key").has_value());
}

TEST(StockCommands, RefuseWhatIsNoNumberOfAnItem) {
  StockRoom room;
  for (const char* number : {"mug-blue", "=4", "mug=", "mug=x", "mug=4.5", "mug=-1", "mug=4 ",
                             "mug=1000000001", "mug=99999999999999999999"}) {
    const auto outcome = room.tell({"set", number});
    ASSERT_FALSE(outcome.has_value()) << number;
    EXPECT_EQ(outcome.error().exit_code, kWrongUse) << number;
    EXPECT_THAT(outcome.error().sentence, HasSubstr(number));
  }
  EXPECT_TRUE(room.shop.requests().empty());
}

TEST(StockCommands, SayAllThatIsWrong) {
  StockRoom room;
  room.shop.answer("PUT /admin/v1/stock",
                   {400, R"({"code":"invalid","message":"No mug.","faults":[)"
                         R"({"message":"No mug."},{"message":"No cup."}]})"});
  room.tell({"set", "cup=1"});
  const auto outcome = room.tell({"set", "mug=1", "cup=1"});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_THAT(outcome.error().sentence, HasSubstr("No mug. No cup. (400 invalid)"));
}

TEST(StockCommands, ListWhatIsThereAndWhetherItIsUsed) {
  StockRoom room;
  room.shop.answer("GET /admin/v1/stock",
                   {200, R"({"items":[{"id":"cap","stated":3,"added":0,"sold":0,"held":0,)"
                         R"("free":3,"missing":0}],"used":false})"});
  ListStockOptions options;
  options.env = room.env;
  options.item = "cap";
  options.low = 5;
  std::ostringstream notes;
  ASSERT_TRUE(list_stock(options, room.out, notes).has_value());
  EXPECT_EQ(room.out.str(), "cap  free 3  held 0  sold 0  added 0  stated 3  by the catalogue\n");
  EXPECT_EQ(notes.str(), "the shop's backend holds the pieces: these numbers are not used\n");
  EXPECT_EQ(room.shop.requests().at(1).query, "limit=200&item=cap&low=5");
}

}  // namespace
}  // namespace till::cli
