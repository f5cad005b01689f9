// What an operator may ask, and with which token.
#include "console/admin_api.h"

#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "console/console.h"

namespace till::console {
namespace {

using app::EventState;
using ::testing::HasSubstr;

TEST(AdminApi, TellsAnyoneItsHealthAndMetrics) {
  Console console;
  const auto health = console.send(request("GET", "/healthz", "", nullptr));
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.body, R"({"status":"ok"})");
  EXPECT_EQ(header_of(health, "Content-Type"), "application/json");
  const auto metrics = console.send(request("GET", "/metrics", "", nullptr));
  EXPECT_EQ(metrics.status, 200);
  EXPECT_EQ(metrics.body, "till_up 1\n");
  EXPECT_EQ(header_of(metrics, "Content-Type"), "text/plain; version=0.0.4");
}

TEST(AdminApi, IsReadyUntilItDrains) {
  Console console;
  EXPECT_EQ(console.send(request("GET", "/readyz", "", nullptr)).status, 200);
  console.ready = false;
  const auto response = console.send(request("GET", "/readyz", "", nullptr));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(text_at(response, "/status"), "not_ready");
  EXPECT_EQ(console.send(request("GET", "/healthz", "", nullptr)).status, 200);
  console.alive = false;
  EXPECT_EQ(console.send(request("GET", "/healthz", "", nullptr)).status, 503);
}

TEST(AdminApi, AsksForTheOperatorsTokenBeforeAnythingElse) {
  Console console;
  for (const char* authorization : {static_cast<const char*>(nullptr), "Bearer nobody", "Bearer ",
                                    "operator", "Basic operator", "Bearer operator "}) {
    for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
             {"GET", "/admin/webhooks"},
             {"POST", "/admin/webhooks/" + event_id(2).text() + "/replay"},
             {"GET", "/orders"},
             {"POST", "/orders/" + OrderId{}.text() + "/ship"},
             {"GET", "/nothing"},
             {"DELETE", "/admin/webhooks"}}) {
      const auto response = console.send(request(method, path, "", authorization));
      EXPECT_EQ(response.status, 401) << path;
      EXPECT_EQ(text_at(response, "/code"), "unauthorized");
      EXPECT_EQ(header_of(response, "WWW-Authenticate"), "Bearer");
    }
  }
  EXPECT_EQ(console.state_of(2), EventState::dead);
}

TEST(AdminApi, TakesAnAbsentTokenForNoneEvenIfThatOfTheEmptyTextIsKnown) {
  Console careless(sha256(""));
  for (const char* authorization :
       {static_cast<const char*>(nullptr), "Bearer", "Bearer ", "Bearer   ", ""}) {
    EXPECT_EQ(careless.send(request("GET", "/admin/webhooks", "", authorization)).status, 401);
  }
}

TEST(AdminApi, KnowsNoOtherPathAndMethod) {
  Console console;
  const std::string event = "/admin/webhooks/" + event_id(2).text();
  const struct {
    std::string method;
    std::string path;
    int status;
    std::optional<std::string> allow;
  } rows[] = {
      {"POST", "/healthz", 405, "GET, HEAD"},
      {"HEAD", "/readyz", 405, "GET, HEAD"},
      {"POST", "/metrics", 405, "GET, HEAD"},
      {"POST", "/admin/webhooks", 405, "GET, HEAD"},
      {"GET", event + "/replay", 405, "POST"},
      {"GET", "/", 404, std::nullopt},
      {"GET", "/healthz/", 404, std::nullopt},
      {"GET", "/admin/webhooks/", 404, std::nullopt},
      {"GET", event, 404, std::nullopt},
      {"POST", "/admin/webhooks/replay", 404, std::nullopt},
      {"POST", "/admin/webhooks//replay", 404, std::nullopt},
      {"POST", "/admin/webhooks/no-id/replay", 404, std::nullopt},
      {"POST", "/admin/webhooks/" + event_id(9).text() + "/replay", 404, std::nullopt},
  };
  for (const auto& row : rows) {
    const auto response = console.send(request(row.method, row.path));
    EXPECT_EQ(response.status, row.status) << row.method << " " << row.path;
    EXPECT_EQ(header_of(response, "Allow"), row.allow) << row.path;
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    EXPECT_FALSE(text_at(response, "/code").empty()) << response.body;
  }
}

TEST(WebhookList, ShowsWhatIsKnownOfEachEvent) {
  Console console;
  const auto response = console.send(request("GET", "/admin/webhooks", "state=dead"));
  EXPECT_EQ(response.status, 200);
  OrderId order;
  order.bytes.back() = 2;
  EXPECT_EQ(response.body,
            R"({"events":[{"id":")" + event_id(2).text() +
                R"(","type":"order_update","order_id":")" + order.text() +
                R"(","agent":"agent-a","receiver":"agent","state":"dead","attempts":11,)" +
                R"("next_attempt_at":"2026-11-24T11:00:00Z",)" +
                R"("last_error":"receiver said \"no\"","created_at":"2026-11-24T10:00:02Z"}]})");
}

TEST(WebhookList, IsFilteredByStateAndCutAtALimit) {
  Console console;
  const struct {
    const char* query;
    std::vector<std::uint8_t> events;
  } rows[] = {
      {"", {1, 2, 3}},     {"state=delivered", {1}},
      {"state=dead", {2}}, {"state=pending&limit=10", {3}},
      {"limit=2", {1, 2}}, {"limit=1&state=pending", {3}},
  };
  for (const auto& row : rows) {
    const auto response = console.send(request("GET", "/admin/webhooks", row.query));
    EXPECT_EQ(response.status, 200) << row.query;
    for (std::size_t i = 0; i < row.events.size(); ++i) {
      const std::string pointer = "/events/" + std::to_string(i) + "/id";
      EXPECT_EQ(text_at(response, pointer), event_id(row.events[i]).text()) << row.query;
    }
    EXPECT_EQ(text_at(response, "/events/" + std::to_string(row.events.size())), "") << row.query;
  }
}

TEST(WebhookList, RefusesAFilterThatIsNone) {
  Console console;
  const std::pair<const char*, const char*> rows[] = {
      {"state=broken", "state"}, {"limit=0", "limit"},
      {"limit=-1", "limit"},     {"limit=1001", "limit"},
      {"limit=x", "limit"},      {"limit=1x", "limit"},
      {"limit=", "limit"},       {"limit=99999999999999999999", "limit"},
      {"\x8c=1", "\\ufffd"},  // No UTF-8: shown, so that the answer is JSON all the same.
  };
  for (const auto& [query, param] : rows) {
    const auto response = console.send(request("GET", "/admin/webhooks", query));
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_EQ(text_at(response, "/param"), param) << query;
  }
}

TEST(WebhookReplay, MakesADeadOrDeliveredEventPendingAgain) {
  for (const std::uint8_t number : {1, 2}) {
    Console console;
    const std::string id = event_id(number).text();
    const auto response = console.send(request("POST", "/admin/webhooks/" + id + "/replay"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"id":")" + id + R"(","state":"pending"})");
    EXPECT_EQ(console.sender.attempts, 1) << "it is sent at once";
    EXPECT_EQ(console.state_of(number), EventState::delivered);
  }
}

TEST(WebhookReplay, RefusesAnEventThatIsStillPending) {
  Console console;
  const auto response =
      console.send(request("POST", "/admin/webhooks/" + event_id(3).text() + "/replay"));
  EXPECT_EQ(response.status, 409);
  EXPECT_THAT(text_at(response, "/message"), HasSubstr("pending"));
  EXPECT_EQ(console.sender.attempts, 0);
}

TEST(WebhookReplay, HappensOnTheDispatchersLoopAndIsAnsweredOnItsOwn) {
  Console console;
  const std::string path = "/admin/webhooks/" + event_id(2).text() + "/replay";
  int status = 0;
  spawn(console.api.handle(request("POST", path), console.executor),
        [&status](const net::Response& response) { status = response.status; });
  console.executor.run_all();
  EXPECT_EQ(console.sender.attempts, 0) << "not on the request's loop";
  console.dispatcher_loop.run_all();
  EXPECT_EQ(console.sender.attempts, 1);
  EXPECT_EQ(status, 0) << "not on the dispatcher's loop";
  console.executor.run_all();
  EXPECT_EQ(status, 200);
}

TEST(WebhookList, ComesByPages) {
  Console console;
  const auto first = console.send(request("GET", "/admin/webhooks", "limit=2"));
  const std::string cursor = text_at(first, "/next_cursor");
  EXPECT_EQ(cursor, event_id(2).text());
  const auto rest = console.send(request("GET", "/admin/webhooks", "limit=2&cursor=" + cursor));
  EXPECT_EQ(text_at(rest, "/events/0/id"), event_id(3).text());
  EXPECT_EQ(text_at(rest, "/next_cursor"), "");
  EXPECT_EQ(text_at(console.send(request("GET", "/admin/webhooks", "limit=3")), "/next_cursor"),
            "");
}

TEST(AdminErrors, AreJson) {
  Console console;
  for (const int status : {400, 408, 413, 431, 500, 501, 505}) {
    const auto response = console.api.error(status);
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    EXPECT_FALSE(text_at(response, "/code").empty());
  }
}

}  // namespace
}  // namespace till::console
