// What `till orders` sends, says and prints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/buyers.h"
#include "cli/commands.h"
#include "cli/fake_shop.h"
#include "cli/operator_env.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kOrderId = "ord_" + std::string(26, '0');

const char* const kRecorded =
    R"({"id":"ord_1","status":"confirmed","line_items":[{"id":"li_1","title":"Blue mug",)"
    R"("product_id":"mug-blue","quantity":{"ordered":2,"current":2,"fulfilled":0},)"
    R"("unit_price":1450}],"fulfillments":[],"adjustments":[],"totals":[)"
    R"({"type":"total","amount":3610}],"record":{"agent":"demo","currency":"usd",)"
    R"("created_at":"2026-11-24T10:00:00Z","updated_at":"2026-11-24T10:05:00Z",)"
    R"("payment":"captured","notes":"Ring twice","buyer":{"email":"ada@example.com",)"
    R"("first_name":"Ada","last_name":"Agent","phone_number":"+15551234"},"deliveries":[)"
    R"({"type":"shipping","title":"Standard","amount":500,"line_items":["li_1"],"destination":)"
    R"({"name":"Ada Agent","line_one":"1 Market St","city":"San Francisco","state":"CA",)"
    R"("postal_code":"94105","country":"US"}}]}})";

struct OrderDesk {
  OrderDesk() {
    setenv("XDG_STATE_HOME", folder.path("state").c_str(), 1);
    env =
        folder.write("operator.env", format_operator_env({shop.env().url, "", Secret("operator")}));
    shop.answer("GET " + path(), {200, kRecorded});
  }
  ~OrderDesk() { unsetenv("XDG_STATE_HOME"); }

  std::string path(const std::string& end = {}) const { return "/orders/" + kOrderId + end; }
  Outcome change(const std::string& action, std::optional<std::int64_t> amount = {},
                 std::ostream* terminal = nullptr) {
    ChangeOrderOptions options;
    options.env = env;
    options.action = action;
    options.id = kOrderId;
    options.amount = amount;
    return change_order(options, out, terminal);
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const net::Request& request : shop.requests()) {
      if (request.method == "POST") {
        all.emplace_back(request.header("Idempotency-Key").value_or("none"));
      }
    }
    return all;
  }

  TemporaryFolder folder;
  FakeShop shop;
  std::string env;
  std::ostringstream out;
};

TEST(OrderChange, HasTheSameKeyAgainOnlyUntilItIsAnswered) {
  OrderDesk desk;
  const std::string refund = "POST " + desk.path("/refund");
  desk.shop.instead(refund, {{500, "{}"}, {200, R"({"id":"o","status":"confirmed"})"}});
  const auto lost = desk.change("refund", 500);
  ASSERT_FALSE(lost.has_value());
  EXPECT_THAT(lost.error().sentence, HasSubstr("it is not done twice"));
  EXPECT_TRUE(desk.change("refund", 500).has_value());
  EXPECT_TRUE(desk.change("refund", 500).has_value());
  const auto keys = desk.keys();
  ASSERT_EQ(keys.size(), 3U);
  EXPECT_EQ(keys[0], keys[1]) << "the answer was lost";
  EXPECT_NE(keys[1], keys[2]) << "this one is meant anew";
  EXPECT_NE(keys[0], "none");
}

TEST(OrderChange, ThatWasRefusedIsAnswered) {
  OrderDesk desk;
  desk.shop.instead("POST " + desk.path("/cancel"),
                    {{422, R"({"code":"order_canceled","message":"It is over."})"}});
  EXPECT_THAT(desk.change("cancel").error().sentence, HasSubstr("It is over."));
  EXPECT_THAT(desk.change("cancel").error().sentence, Not(HasSubstr("never came")));
  EXPECT_NE(desk.keys().at(0), desk.keys().at(1));
}

struct Decision {
  const char* action;
  bool not_charged;
  const char* now;   // The session at the second try.
  const char* says;  // What is printed; nothing for a failure.
};

TEST(Decisions, SayWhatBecameOfTheOneWhoseAnswerWasLost) {
  const std::string id = "cs_" + std::string(26, '0');
  const std::string order = R"(,"order_id":"ord_7")";
  const auto record = [&](const std::string& status, const std::string& more) {
    return R"({"session":{"id":")" + id + R"(","status":")" + status + "\"}" + more + "}";
  };
  const std::string sold = record("completed", order);
  const std::string open = record("ready_for_payment", "");
  const std::string waiting = record("pending_approval", "");
  const std::string paying = record("complete_in_progress", "");
  const Decision rows[] = {
      {"approve", false, sold.c_str(), "ord_7  "},
      {"approve", false, paying.c_str(), "complete_in_progress  (decided before"},
      {"approve", false, open.c_str(), nullptr},
      {"deny", false, open.c_str(), "ready_for_payment  (decided before; nothing was done again)"},
      {"deny", false, sold.c_str(), nullptr},
      {"deny", false, waiting.c_str(), nullptr},
      {"settle", false, sold.c_str(), "completed  (decided before"},
      {"settle", false, open.c_str(), nullptr},
      {"settle", true, open.c_str(), "ready_for_payment  (decided before"},
      {"settle", true, sold.c_str(), nullptr},
      {"settle", true, paying.c_str(), nullptr},
      {"deny", false, "", nullptr},
  };
  for (const Decision& row : rows) {
    SCOPED_TRACE(std::string(row.action) + row.now);
    OrderDesk desk;
    ChangeOrderOptions options;
    options.env = desk.env;
    options.id = id;
    options.action = row.action;
    options.not_charged = row.not_charged;
    if (!row.not_charged) options.charged_by = "pi_1";
    const FakeAnswer refusal{409, R"({"code":"session_closed","message":"It is not waiting."})"};
    desk.shop.instead("POST /sessions/" + id + "/" + row.action, {{500, "{}"}, refusal, refusal});
    desk.shop.answer("GET /sessions/" + id, {200, row.now});
    EXPECT_FALSE(change_order(options, desk.out, nullptr).has_value()) << "the answer is lost";
    EXPECT_EQ(desk.out.str(), "");
    const auto again = change_order(options, desk.out, nullptr);
    EXPECT_EQ(again.has_value(), row.says != nullptr);
    EXPECT_THAT(desk.out.str(), HasSubstr(row.says == nullptr ? "" : row.says));
    desk.out.str("");
    EXPECT_FALSE(change_order(options, desk.out, nullptr).has_value()) << "this one is meant anew";
    EXPECT_EQ(desk.out.str(), "");
  }
}

TEST(OrderChange, SaysOnATerminalWhatItIsAboutToDoBeforeItDoesIt) {
  const struct {
    const char* action;
    std::optional<std::int64_t> amount;
    const char* says;
  } rows[] = {
      {"refund", 500, "about to give back $5.00 to ada@example.com of $36.10 for ord_"},
      {"refund", {}, "about to give back $36.10, all that is left, to ada@example.com"},
      {"cancel", {}, "about to give back $36.10 to ada@example.com, restock and call off ord_"},
      {"ship", {}, "about to send everything that is open of ord_"},
  };
  for (const auto& row : rows) {
    OrderDesk desk;
    std::ostringstream terminal;
    const std::string call = "POST " + desk.path(std::string("/") + row.action);
    desk.shop.answer(call, {200, R"({"id":"o","status":"confirmed"})"});
    std::string told;
    desk.shop.before(call, [&] { told = terminal.str(); });
    EXPECT_TRUE(desk.change(row.action, row.amount, &terminal).has_value()) << row.action;
    EXPECT_THAT(told, HasSubstr(row.says));
  }
}

TEST(OrderChange, SaysThatADecisionIsOnASession) {
  OrderDesk desk;
  for (const char* action : {"deny", "settle"}) {
    const auto refusal = desk.change(action);
    ASSERT_FALSE(refusal.has_value());
    EXPECT_EQ(refusal.error().exit_code, 2);
    EXPECT_THAT(refusal.error().sentence, HasSubstr("wants the id of a session"));
  }
}

TEST(OrderChange, AsksForNothingWhereNobodyWatches) {
  OrderDesk desk;
  desk.shop.answer("POST " + desk.path("/hold"), {200, R"({"id":"o","status":"manual_review"})"});
  EXPECT_TRUE(desk.change("hold").has_value());
  EXPECT_EQ(desk.shop.requests().size(), 1U);
}

TEST(BuyersErase, SaysWhatItIsAboutToDoAndCanBeRepeatedWhenItsAnswerIsLost) {
  OrderDesk desk;
  const std::string call = "POST /buyers/erase";
  const FakeAnswer erased{200, R"({"sessions":0,"orders":0,"left":[]})"};
  desk.shop.instead(call, {{500, "{}"}, erased, erased});
  std::ostringstream terminal;
  std::string told;
  desk.shop.before(call, [&] { told = terminal.str(); });
  const BuyerOptions options{desk.env, "ada@example.com", true, false};
  const auto lost = serve_buyer(options, desk.out, &terminal);
  ASSERT_FALSE(lost.has_value());
  EXPECT_THAT(lost.error().sentence, HasSubstr("Give the same command again"));
  EXPECT_THAT(told, HasSubstr("about to cancel what ada@example.com has open and to erase"));
  ASSERT_TRUE(serve_buyer(options, desk.out, nullptr).has_value());
  EXPECT_THAT(desk.out.str(), HasSubstr("0 order(s), beside those of the try that was not"));
  desk.out.str("");
  ASSERT_TRUE(serve_buyer(options, desk.out, nullptr).has_value());
  EXPECT_EQ(desk.out.str(), "erased  0 session(s), 0 order(s)\n");
  EXPECT_EQ(desk.keys().at(0), desk.keys().at(1));
}

TEST(BuyersExport, IsNoHalfOfAJsonWhenTheServerIsNotThere) {
  OrderDesk desk;
  desk.shop.answer("POST /buyers/export", {503, "{}"});
  EXPECT_FALSE(serve_buyer({desk.env, "ada@example.com", false, false}, desk.out, nullptr));
  EXPECT_EQ(desk.out.str(), "");
}

TEST(OrderShow, PrintsWhatOneNeedsToPackAParcel) {
  OrderDesk desk;
  ASSERT_TRUE(show_order({desk.env, kOrderId, false}, desk.out).has_value());
  const std::string shown = desk.out.str();
  for (const char* text :
       {"confirmed", "2026-11-24 10:00 UTC", "Ada Agent <ada@example.com>, +15551234", "Ring twice",
        "shipping, Standard, 5.00 USD", "Ada Agent, 1 Market St, San Francisco, CA 94105, US",
        "2 × mug-blue  Blue mug", "14.50 USD", "total 36.10 USD", "captured"}) {
    EXPECT_THAT(shown, HasSubstr(text));
  }
}

std::string shown_with(const std::string& at_shop) {
  OrderDesk desk;
  std::string recorded = kRecorded;
  const std::string record = R"("record":{)";
  recorded.insert(recorded.find(record) + record.size(), R"("shop":)" + at_shop + ",");
  desk.shop.instead("GET " + desk.path(), {{200, recorded}});
  EXPECT_TRUE(show_order({desk.env, kOrderId, false}, desk.out));
  return desk.out.str();
}

TEST(OrderShow, PrintsWhatTheShopCallsTheOrder) {
  const std::string shown = shown_with(
      R"({"state":"taken","order_number":"10023","permalink_url":"https://shop.example/10023"})");
  EXPECT_THAT(shown, HasSubstr("number       10023\n"));
  EXPECT_THAT(shown, HasSubstr("taken  https://shop.example/10023\n"));
}

TEST(OrderShow, SaysOfAnOrderThatTheShopDidNotTakeThatItWaits) {
  EXPECT_THAT(shown_with(R"({"state":"told"})"), HasSubstr("shop         has not taken it yet\n"));
  EXPECT_THAT(shown_with(R"({"state":"refused"})"), HasSubstr("shop         refused\n"));
}

TEST(OrderShow, SaysThatTheBuyerIsErased) {
  OrderDesk desk;
  std::string recorded = kRecorded;
  const std::string record = R"("record":{)";
  recorded.insert(recorded.find(record) + record.size(), R"("erased_at":"2026-11-30T09:00:00Z",)");
  desk.shop.instead("GET " + desk.path(), {{200, recorded}});
  EXPECT_TRUE(show_order({desk.env, kOrderId, false}, desk.out));
  EXPECT_THAT(desk.out.str(), HasSubstr("buyer        erased 2026-11-30 09:00 UTC\n"));
}

TEST(OrderPush, TellsOneOrderUnderAKeyOrAllSinceATimePageByPage) {
  OrderDesk desk;
  desk.shop.answer("POST " + desk.path("/push"), {200, R"({"id":"ord_1","state":"pending"})"});
  EXPECT_TRUE(push_orders({desk.env, kOrderId, "", false}, desk.out));
  EXPECT_EQ(desk.out.str(), "the shop is told of 1 order(s)\n");
  EXPECT_THAT(desk.keys(), testing::ElementsAre(testing::Not("none")));
  desk.shop.answer("POST /orders/push", {200, R"({"orders":100,"next_cursor":"ord_9"})"});
  desk.shop.answer("POST /orders/push", {200, R"({"orders":3})"});
  EXPECT_TRUE(push_orders({desk.env, "", "2026-11-24", true}, desk.out));
  EXPECT_THAT(desk.out.str(), HasSubstr("{\"orders\":103}\n"));
  EXPECT_EQ(desk.shop.requests().back().body, R"({"since":"2026-11-24","cursor":"ord_9"})");
  EXPECT_FALSE(push_orders({desk.env, "", "", false}, desk.out));
  EXPECT_FALSE(push_orders({desk.env, "ord_no", "", false}, desk.out));
}

TEST(OrderShow, PrintsWhatTheServerSaysAsJson) {
  OrderDesk desk;
  ASSERT_TRUE(show_order({desk.env, kOrderId, true}, desk.out).has_value());
  EXPECT_EQ(desk.out.str(), std::string(kRecorded) + "\n");
}

TEST(OrderList, IsNoHalfOfAJsonWhenTheServerIsNotThere) {
  OrderDesk desk;
  desk.shop.answer("GET /orders", {503, "{}"});
  ListOrdersOptions options;
  options.env = desk.env;
  options.json = true;
  EXPECT_FALSE(list_orders(options, desk.out).has_value());
  EXPECT_EQ(desk.out.str(), "");
}

TEST(OrderList, AsksByPagesForWhatIsLookedFor) {
  OrderDesk desk;
  desk.shop.instead("GET /orders",
                    {{200, R"({"orders":[{"id":"ord_2","total":5,"currency":"usd"}],)"
                           R"("next_cursor":"ord_2"})"},
                     {200, R"({"orders":[{"id":"ord_1"}]})"}});
  ListOrdersOptions options;
  options.env = desk.env;
  options.email = "ada+x@example.com";
  options.since = "2026-11-24";
  options.json = true;
  ASSERT_TRUE(list_orders(options, desk.out).has_value());
  EXPECT_EQ(
      desk.out.str(),
      "{\"orders\":[{\"id\":\"ord_2\",\"total\":5,\"currency\":\"usd\"},{\"id\":\"ord_1\"}]}\n");
  const auto requests = desk.shop.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].query, "limit=200&email=ada%2Bx%40example.com&since=2026-11-24");
  EXPECT_THAT(requests[1].query, HasSubstr("&cursor=ord_2"));
  options.since = "yesterday";
  EXPECT_EQ(list_orders(options, desk.out).error().exit_code, 2);
  options.since = "2026-11-24";
  options.until = "2026-11-23";
  EXPECT_THAT(list_orders(options, desk.out).error().sentence, HasSubstr("exchange them"));
  options.until = options.since;
  EXPECT_TRUE(list_orders(options, desk.out).has_value()) << "one day";
  options.email = "ada";
  EXPECT_THAT(list_orders(options, desk.out).error().sentence, HasSubstr("not an e-mail address"));
}

}  // namespace
}  // namespace till::cli
