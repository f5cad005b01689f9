// What an operator may ask about orders over HTTP.
#include "console/order_admin.h"

#include <gmock/gmock.h>

#include "app/shop.h"
#include "console/bodies.h"
#include "console/openapi_document.h"

namespace till::console {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string header_or_empty(const net::Response& response, std::string_view name) {
  for (const net::Header& one : response.headers) {
    if (one.name == name) return one.value;
  }
  return {};
}

struct Desk : app::Shop {
  Desk() { id = sell(); }

  std::string sell() {
    auto command = app::cart({{"mug-blue", 2}});
    command.buyer.emplace();
    command.buyer->email = "ada@example.com";
    const auto session = created(command);
    complete("complete-" + session->id.text(), session->id, token_for(*session));
    clock.advance(Milliseconds(1000));
    return session_of(get(session->id))->order->id.text();
  }
  net::Response send(std::string method, std::string path, std::string body = {},
                     std::optional<std::string> key = {}) {
    net::Request request;
    request.method = std::move(method);
    const std::size_t mark = path.find('?');
    request.path = path.substr(0, mark);
    if (mark != std::string::npos) request.query = path.substr(mark + 1);
    request.has_body = !body.empty();
    request.body = std::move(body);
    if (key) request.headers.push_back({"Idempotency-Key", std::move(*key)});
    return run(admin.handle(std::move(request), executor, deed));
  }
  net::Response act(const std::string& action, std::string body = {},
                    std::optional<std::string> key = {}) {
    return send("POST", "/orders/" + id + "/" + action, std::move(body), std::move(key));
  }
  std::vector<std::string> listed(const std::string& query) {
    const auto response = send("GET", "/orders" + query);
    EXPECT_EQ(response.status, 200) << response.body;
    std::vector<std::string> found;
    for (int i = 0;; ++i) {
      const auto next = raw_at(response.body, "/orders/" + std::to_string(i) + "/id");
      if (next.empty()) return found;
      found.push_back(next);
    }
  }

  OrderAdmin admin{store, store, orders};
  Deed deed;
  std::string id;
};

TEST(OrderAdmin, CarriesAnOrderFromSaleToRefund) {
  Desk desk;
  const struct {
    const char* action;
    const char* body;
    const char* status;
    const char* refunded;
  } steps[] = {
      {"hold", "", "manual_review", ""},
      {"approve", "{}", "confirmed", ""},
      {"ship", R"({"line_items":[{"id":"mug-blue","quantity":1}],"carrier":"UPS"})", "processing",
       ""},
      {"ship", "", "shipped", ""},
      {"deliver", "", "completed", ""},
      {"refund", R"({"amount":100,"reason":"Chipped"})", "completed", "100"},
      {"refund", "", "completed", "3610"},
  };
  for (const auto& step : steps) {
    const auto response = desk.act(step.action, step.body);
    EXPECT_EQ(response.status, 200) << step.action << response.body;
    EXPECT_EQ(raw_at(response.body, "/status"), step.status) << step.action;
    EXPECT_EQ(raw_at(response.body, "/totals/7/amount"), step.refunded) << step.action;
    const auto shown = desk.send("GET", "/orders/" + desk.id).body;
    EXPECT_EQ(raw_at(shown, "/totals"), raw_at(response.body, "/totals"));
    EXPECT_EQ(raw_at(shown, "/fulfillments"), raw_at(response.body, "/fulfillments"));
  }
}

TEST(OrderAdmin, LaysOutWhatIsPickedUpOnly) {
  Desk desk;
  EXPECT_EQ(raw_at(desk.act("ready").body, "/code"), "not_for_pickup");
}

TEST(OrderAdmin, RefusesWithTheSentenceOfTheRule) {
  Desk desk;
  desk.act("cancel");
  const auto response = desk.act("ship");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(raw_at(response.body, "/code"), "order_canceled");
  EXPECT_EQ(raw_at(response.body, "/message"), "The order is canceled and cannot change any more.");
}

TEST(OrderAdmin, AnswersARefundInDoubtAsAccepted) {
  Desk desk;
  desk.gateway.silent = true;
  const auto response = desk.act("refund");
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(raw_at(response.body, "/adjustments/0/status"), "pending");
  EXPECT_EQ(desk.act("ship").status, 200);
}

TEST(OrderAdmin, DoesNothingAgainUnderAUsedKey) {
  Desk desk;
  const auto first = desk.act("refund", R"({"amount":100})", "key");
  const auto again = desk.act("refund", R"({"amount": 100})", "key");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(header_or_empty(first, "Idempotent-Replayed"), "");
  EXPECT_EQ(header_or_empty(again, "Idempotent-Replayed"), "true");
  const auto other = desk.act("refund", R"({"amount":200})", "key");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(raw_at(other.body, "/code"), "idempotency_conflict");
  EXPECT_EQ(desk.act("ship", "", "key").status, 200) << "another path";
  EXPECT_EQ(desk.act("refund", "", std::string(256, 'k')).status, 400);
  EXPECT_EQ(desk.act("refund", "", "").status, 400);
  EXPECT_EQ(desk.act("refund", "", std::string(255, 'k')).status, 200);
}

TEST(OrderAdmin, KnowsNoOtherPathAndMethod) {
  Desk desk;
  const std::string path = "/orders/" + desk.id;
  const std::string unknown = "/orders/" + OrderId{{9}}.text();
  const struct {
    const char* method;
    std::string path;
    int status;
    const char* allow;
  } rows[] = {
      {"POST", "/orders", 405, "GET, HEAD"}, {"DELETE", path, 405, "GET, HEAD"},
      {"GET", path + "/ship", 405, "POST"},  {"GET", "/orders/", 404, ""},
      {"GET", "/orders/mine", 404, ""},      {"GET", unknown, 404, ""},
      {"POST", unknown + "/ship", 404, ""},  {"POST", "/orders/mine/ship", 404, ""},
      {"POST", path + "/burn", 404, ""},     {"POST", path + "/ship/", 404, ""},
      {"POST", path + "/ship/now", 404, ""},
  };
  for (const auto& row : rows) {
    const auto response = desk.send(row.method, row.path);
    EXPECT_EQ(response.status, row.status) << row.method << row.path;
    EXPECT_EQ(header_or_empty(response, "Allow"), row.allow) << row.path;
  }
}

TEST(OrderAdmin, RefusesABodyThatIsNone) {
  Desk desk;
  EXPECT_EQ(raw_at(desk.act("ship", "{").body, "/code"), "invalid_json");
  const auto response = desk.act("refund", R"({"amount":"all"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(raw_at(response.body, "/param"), "$.amount");
}

TEST(OrderList, ShowsNewestFirstByPagesAndStatus) {
  Desk desk;
  const std::string first = desk.id;
  const std::string second = desk.sell();
  const std::string third = desk.sell();
  desk.act("ship");
  EXPECT_THAT(desk.listed(""), ElementsAre(third, second, first));
  EXPECT_THAT(desk.listed("?status=shipped"), ElementsAre(first));
  EXPECT_THAT(desk.listed("?status=canceled"), IsEmpty());
  EXPECT_THAT(desk.listed("?limit=2"), ElementsAre(third, second));
  const auto page = desk.send("GET", "/orders?limit=2");
  const std::string cursor = raw_at(page.body, "/next_cursor");
  EXPECT_THAT(desk.listed("?limit=2&cursor=" + cursor), ElementsAre(first));
  EXPECT_EQ(raw_at(desk.send("GET", "/orders?cursor=" + cursor).body, "/next_cursor"), "");
  EXPECT_EQ(raw_at(page.body, "/orders/0/status"), "confirmed");
  EXPECT_EQ(raw_at(page.body, "/orders/0/total"), "3610");
  EXPECT_EQ(raw_at(page.body, "/orders/0/payment"), "captured");
  EXPECT_EQ(raw_at(page.body, "/orders/0/amount_refunded"), "0");
  EXPECT_EQ(raw_at(page.body, "/orders/0/agent"), "agent-a");
}

TEST(OrderAdmin, ShowsWhatOneNeedsToPackAParcel) {
  Desk desk;
  const auto record = raw_at(desk.send("GET", "/orders/" + desk.id).body, "/record");
  EXPECT_EQ(raw_at(record, "/buyer/email"), "ada@example.com");
  EXPECT_EQ(raw_at(record, "/currency"), "usd");
  EXPECT_EQ(raw_at(record, "/payment"), "captured");
  EXPECT_EQ(raw_at(record, "/deliveries/0/type"), "shipping");
  EXPECT_FALSE(raw_at(record, "/deliveries/0/title").empty());
  EXPECT_FALSE(raw_at(record, "/deliveries/0/destination/line_one").empty());
  EXPECT_FALSE(raw_at(record, "/deliveries/0/line_items/0").empty());
  EXPECT_TRUE(parse_rfc3339(raw_at(record, "/created_at")).has_value());
}

TEST(OrderAdmin, TellsTheAuditWhatWasDoneWithMoney) {
  Desk desk;
  desk.act("hold");
  EXPECT_FALSE(desk.deed.amount.has_value());
  desk.act("refund", R"({"amount":100})", "key");
  EXPECT_EQ(desk.deed.amount, Amount{100});
  EXPECT_EQ(desk.deed.currency, "usd");
  desk.deed = {};
  desk.act("refund", R"({"amount":100})", "key");
  EXPECT_FALSE(desk.deed.amount.has_value()) << "nothing was done again";
  desk.act("cancel");
  EXPECT_EQ(desk.deed.amount, Amount{3510}) << "what was left";
}

TEST(OrderList, FindsByBuyerItemAndDay) {
  Desk desk;
  const std::string first = desk.id;
  desk.clock.advance(Milliseconds(24 * 3'600'000));
  const std::string second = desk.sell();
  const std::string day = format_rfc3339(desk.clock.now()).substr(0, 10);
  const struct {
    std::string query;
    std::vector<std::string> found;
  } rows[] = {
      {"?email=ada%40example.com", {second, first}},
      {"?email=ADA@example.com", {second, first}},
      {"?email=eve%40example.com", {}},
      {"?item=mug-blue", {second, first}},
      {"?item=mug", {}},
      {"?since=" + day, {second}},
      {"?until=" + day, {second, first}},
      {"?since=" + day + "&until=" + day + "&item=mug-blue", {second}},
      {"?until=" + day + "T00:00:00Z", {first}},
      {"?since=2099-01-01", {}},
      {"?until=1999-01-01", {}},
  };
  for (const auto& row : rows) EXPECT_EQ(desk.listed(row.query), row.found) << row.query;
  const auto page = desk.send("GET", "/orders?email=ada@example.com&limit=1");
  EXPECT_EQ(raw_at(page.body, "/orders/0/id"), second);
  EXPECT_EQ(raw_at(page.body, "/next_cursor"), second);
  const auto rest = desk.send("GET", "/orders?email=ada@example.com&limit=1&cursor=" + second);
  EXPECT_EQ(raw_at(rest.body, "/orders/0/id"), first);
  EXPECT_EQ(raw_at(rest.body, "/next_cursor"), "");
}

TEST(OrderList, RefusesAFilterThatIsNone) {
  Desk desk;
  for (const char* query : {"?status=lost", "?limit=0", "?limit=1001", "?limit=x", "?cursor=x",
                            "?since=yesterday", "?until=2026-13-01", "?email=", "?number="}) {
    EXPECT_EQ(desk.send("GET", std::string("/orders") + query).status, 400) << query;
  }
}

TEST(TheAdminDocument, NamesEveryPathOfOrders) {
  const std::string document(openapi_document());
  for (const char* path :
       {"ship", "ready", "deliver", "refund", "cancel", "hold", "approve", "push"}) {
    const std::string pointer = "/paths/~1orders~1{id}~1" + std::string(path) + "/post/operationId";
    EXPECT_EQ(raw_at(document, pointer), path + std::string("Order"));
  }
  EXPECT_FALSE(raw_at(document, "/paths/~1orders/get").empty());
  EXPECT_FALSE(raw_at(document, "/paths/~1orders~1push/post").empty());
  EXPECT_FALSE(raw_at(document, "/paths/~1orders~1{id}/get").empty());
}

TEST(TheAdminDocument, NamesEveryPathOfSessions) {
  const std::string document(openapi_document());
  EXPECT_FALSE(raw_at(document, "/paths/~1sessions/get").empty());
  EXPECT_FALSE(raw_at(document, "/paths/~1sessions~1{id}/get").empty());
  for (const char* path : {"approve", "deny", "settle"}) {
    const std::string pointer =
        "/paths/~1sessions~1{id}~1" + std::string(path) + "/post/operationId";
    EXPECT_EQ(raw_at(document, pointer), path + std::string("Session"));
  }
}

}  // namespace
}  // namespace till::console
