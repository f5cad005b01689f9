#include "mcp/line_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "mcp/modern.h"

namespace till::mcp {
namespace {

using test::call;
using test::initialize;
using test::McpShop;
using test::notification;
using test::raw_at;
using test::rpc;
using test::text_at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A shop over a pair of streams; its commits wait when the test says so.
struct LineShop {
  LineShop()
      : shop({},
             [this](app::Store& inner) {
               auto wrapped = std::make_unique<app::FaultyStore>(inner);
               store = wrapped.get();
               return wrapped;
             }),
        lines({shop.server, shop.access, shop.rest.log, "agent-a", shop.executor(),
               [this](std::string_view line) { said.emplace_back(line); }}) {}

  // What is said to the line, once nothing can go on.
  std::vector<std::string> take(const std::string& line) {
    said.clear();
    lines.receive(line, [this] { ++done; });
    shop.executor().run_all();
    return said;
  }
  std::vector<std::string> let_go() {
    said.clear();
    store->held = false;
    store->line.run_all();
    shop.executor().run_all();
    return said;
  }

  app::FaultyStore* store = nullptr;
  McpShop shop;
  std::vector<std::string> said;
  int done = 0;
  LineServer lines;
};

TEST(LineServer, AnswersALineWithALine) {
  LineShop given;
  EXPECT_THAT(given.take(rpc("1", "ping")), ElementsAre(R"({"jsonrpc":"2.0","id":1,"result":{}})"));
  EXPECT_EQ(given.done, 1);
  const auto listed = given.take(rpc("2", "tools/list"));
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].find('\n'), std::string::npos);
}

TEST(LineServer, SaysNothingToWhatNeedsNoAnswer) {
  LineShop given;
  for (const std::string& line :
       {notification("notifications/initialized"), notification("notifications/cancelled"),
        std::string(R"({"jsonrpc":"2.0","id":1,"result":{}})"),
        "[" + notification("notifications/initialized") + "]"}) {
    EXPECT_THAT(given.take(line), IsEmpty()) << line;
  }
  EXPECT_EQ(given.done, 4);
}

TEST(LineServer, SaysWhatIsWrongWithALine) {
  LineShop given;
  const struct {
    std::string line;
    const char* code;
    const char* id;
  } rows[] = {
      {"{", "-32700", ""},
      {"nonsense", "-32700", ""},
      {"[]", "-32600", ""},
      {"{}", "-32600", ""},
      {R"({"jsonrpc":"2.0","id":4})", "-32600", "4"},
      {rpc("5", "no/such"), "-32601", "5"},
  };
  for (const auto& row : rows) {
    const auto said = given.take(row.line);
    ASSERT_THAT(said, SizeIs(1)) << row.line;
    EXPECT_EQ(raw_at(said[0], "/error/code"), row.code) << row.line;
    EXPECT_EQ(raw_at(said[0], "/id"), row.id) << row.line;
  }
}

TEST(LineServer, TakesBatchesInTheVersionThatHasThem) {
  LineShop given;
  const std::string batch = "[" + rpc("1", "ping") + ",7," + rpc("2", "ping") + "]";
  given.take(initialize("2025-03-26"));
  const auto said = given.take(batch);
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_EQ(raw_at(said[0], "/0/id"), "1");
  EXPECT_EQ(raw_at(said[0], "/1/error/code"), "-32600");
  EXPECT_EQ(raw_at(said[0], "/2/id"), "2");
  given.take(initialize("2025-11-25"));
  const auto refused = given.take(batch);
  ASSERT_THAT(refused, SizeIs(1));
  EXPECT_EQ(raw_at(refused[0], "/error/code"), "-32600");
}

TEST(LineServer, BuysLikeAnyOtherDoor) {
  LineShop given;
  const auto said =
      given.take(call("1", "create_checkout_session", test::arguments("k", {}, http::test::kCart)));
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_EQ(text_at(said[0], "/result/structuredContent/status"), "ready_for_payment");
  EXPECT_THAT(given.shop.access.reports, ElementsAre("MCP create_checkout_session agent-a  201"));
}

TEST(LineServer, TellsProgressToWhoAsksForIt) {
  LineShop given;
  const auto said = given.take(rpc("1", "ping", R"({"_meta":{"progressToken":7}})"));
  ASSERT_THAT(said, SizeIs(3));
  EXPECT_EQ(text_at(said[0], "/method"), "notifications/progress");
  EXPECT_EQ(raw_at(said[0], "/params/progressToken"), "7");
  EXPECT_EQ(raw_at(said[1], "/params/progress"), "1");
  EXPECT_EQ(raw_at(said[2], "/result"), "{}");
}

TEST(LineServer, AnswersOthersWhileACallIsUnderWay) {
  LineShop given;
  given.store->held = true;
  EXPECT_THAT(
      given.take(call("1", "create_checkout_session", test::arguments("k", {}, http::test::kCart))),
      IsEmpty());
  EXPECT_EQ(given.done, 0);
  EXPECT_THAT(given.take(rpc("2", "ping")), SizeIs(1));
  EXPECT_EQ(given.done, 1);
  const auto later = given.let_go();
  ASSERT_THAT(later, SizeIs(1));
  EXPECT_EQ(raw_at(later[0], "/id"), "1");
  EXPECT_EQ(given.done, 2);
}

TEST(LineServer, GivesNoAnswerToACallThatWasCancelled) {
  LineShop given;
  given.store->held = true;
  given.take(call("1", "create_checkout_session", test::arguments("k", {}, http::test::kCart)));
  given.take(notification("notifications/cancelled", R"({"requestId":1})"));
  EXPECT_THAT(given.let_go(), IsEmpty());
  EXPECT_EQ(given.done, 2);
}

TEST(LineServer, GoesOnAfterAFailureOfTheServer) {
  LineShop given;
  const std::string create =
      call("1", "create_checkout_session", test::arguments("k", {}, http::test::kCart));
  given.shop.access.broken = true;
  const auto said = given.take(create);
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_EQ(raw_at(said[0], "/error/code"), "-32603");
  EXPECT_EQ(raw_at(said[0], "/id"), "1");
  EXPECT_EQ(given.done, 1);
  given.shop.access.broken = false;
  given.store->held = true;
  given.take(create);
  given.take(notification("notifications/cancelled", R"({"requestId":1})"));
  EXPECT_THAT(given.let_go(), IsEmpty()) << "the id is free again";
}

TEST(LineServer, TellsThatProductsChangedOnceTheClientHasBegun) {
  LineShop given;
  given.take(initialize());
  given.said.clear();
  given.lines.products_changed();
  EXPECT_THAT(given.said, IsEmpty());
  given.take(notification("notifications/initialized"));
  given.lines.products_changed();
  EXPECT_THAT(given.said,
              ElementsAre(R"({"jsonrpc":"2.0","method":"notifications/resources/list_changed"})"));
}

TEST(LineServer, ServesEachMessageInItsOwnEra) {  // MC-ST-03
  LineShop given;
  const auto discovered = given.take(test::modern("1", "server/discover"));
  ASSERT_THAT(discovered, SizeIs(1));
  EXPECT_EQ(text_at(discovered[0], "/result/resultType"), "complete");
  EXPECT_EQ(text_at(given.take(initialize())[0], "/result/protocolVersion"), "2025-11-25");
  EXPECT_EQ(raw_at(given.take(rpc("2", "ping"))[0], "/result"), "{}");
  EXPECT_EQ(raw_at(given.take(test::modern("3", "ping"))[0], "/error/code"), "-32601");
  EXPECT_EQ(text_at(given.take(test::modern("4", "tools/list"))[0], "/result/cacheScope"),
            "public");
  EXPECT_EQ(raw_at(given.take(rpc("5", "tools/list"))[0], "/result/cacheScope"), "");
  EXPECT_EQ(raw_at(given.take(rpc("6", "server/discover"))[0], "/error/code"), "-32602");
  EXPECT_EQ(given.done, 7);
}

TEST(LineServer, TellsEachSubscriptionUntilItIsCancelled) {  // MC-ST-07, MC-CX-02
  constexpr const char* kFilter = R"("notifications":{"resourcesListChanged":true})";
  LineShop given;
  for (const char* id : {"1", "\"1\""}) {
    const auto said = given.take(test::modern(id, "subscriptions/listen", kFilter));
    ASSERT_THAT(said, SizeIs(1));
    EXPECT_EQ(text_at(said[0], "/method"), "notifications/subscriptions/acknowledged");
  }
  EXPECT_EQ(
      raw_at(given.take(test::modern("1", "subscriptions/listen", kFilter))[0], "/error/code"),
      "-32600");
  given.said.clear();
  given.lines.products_changed();
  EXPECT_THAT(given.said, SizeIs(2)) << "and nothing of the legacy era, which was not begun";
  EXPECT_THAT(given.take(notification("notifications/cancelled", R"({"requestId":1})")), IsEmpty());
  given.lines.products_changed();
  ASSERT_THAT(given.said, SizeIs(1));
  EXPECT_EQ(raw_at(given.said[0], "/params/_meta/io.modelcontextprotocol~1subscriptionId"),
            "\"1\"");
  given.said.clear();
  given.lines.end();
  ASSERT_THAT(given.said, SizeIs(1));
  EXPECT_EQ(raw_at(given.said[0], "/id"), "\"1\"");
  EXPECT_EQ(text_at(given.said[0], "/result/resultType"), "complete");
}

TEST(LineServer, BoundsItsSubscriptions) {
  LineShop given;
  const auto listen = [&](std::size_t id) {
    return given.take(
        test::modern(std::to_string(id), "subscriptions/listen", R"("notifications":{})"))[0];
  };
  for (std::size_t i = 0; i < LineServer::kSubscriptions; ++i) listen(i);
  EXPECT_EQ(raw_at(listen(LineServer::kSubscriptions), "/error/code"), "-32603");
}

}  // namespace
}  // namespace till::mcp
