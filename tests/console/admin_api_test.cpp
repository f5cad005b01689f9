// What an operator may ask, and with which token.
#include "console/admin_api.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <utility>
#include <vector>

#include "app/shop.h"
#include "store/memory/memory_store.h"

namespace till::console {
namespace {

using app::EventState;
using ::testing::HasSubstr;

constexpr Timestamp kStart{1'795'514'400'000};  // 2026-11-24T10:00:00Z

class FakeSender final : public app::WebhookSender {
 public:
  Task<app::WebhookAnswer> send(app::WebhookDelivery, Executor&) override {
    ++attempts;
    co_return app::WebhookAnswer{200, std::nullopt, {}};
  }
  int attempts = 0;
};

EventId event_id(std::uint8_t number) {
  EventId id;
  id.bytes.back() = number;
  return id;
}

std::string text_at(const net::Response& response, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(response.body).at_pointer(pointer).get(element) != simdjson::SUCCESS) return {};
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(element);
}

std::optional<std::string> header_of(const net::Response& response, std::string_view name) {
  for (const net::Header& one : response.headers) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

net::Request request(std::string method, std::string path, std::string query = {},
                     const char* authorization = "Bearer operator") {
  net::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.query = std::move(query);
  if (authorization != nullptr) request.headers = {{"Authorization", authorization}};
  return request;
}

struct Console {
  explicit Console(Digest token = sha256("operator")) : token_hash(token) {
    add(1, EventState::delivered, 1, "");
    add(2, EventState::dead, 11, "receiver said \"no\"");
    add(3, EventState::pending, 2, "timed out");
  }

  void add(std::uint8_t number, EventState state, std::int64_t attempts, std::string error) {
    app::OutboxEvent event;
    event.id = event_id(number);
    event.order.bytes.back() = number;
    event.agent = "agent-a";
    event.type = number == 1 ? app::EventType::order_create : app::EventType::order_update;
    event.body = "{}";
    event.created_at = kStart + Milliseconds(1000 * number);
    event.state = state;
    event.attempts = attempts;
    event.next_attempt_at = kStart + Milliseconds(3'600'000);
    event.last_error = std::move(error);
    app::Changeset changeset;
    changeset.events.push_back(std::move(event));
    EXPECT_EQ(run(store.commit(std::move(changeset), executor)), app::CommitOutcome::committed);
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
    // By turns, until neither has anything left.
    for (int i = 0; i < 4; ++i) {
      dispatcher_loop.run_all();
      executor.run_all();
    }
    if (!result) throw std::logic_error("the task did not end");
    return std::move(*result);
  }
  net::Response send(net::Request asked) { return run(api.handle(std::move(asked), executor)); }
  EventState state_of(std::uint8_t number) {
    return (**run(store.event(event_id(number), executor))).state;
  }

  const Digest token_hash;
  app::FakeClock clock;
  app::FixedRandom random;
  app::NoObserver observer;
  NoLog log;
  app::ManualExecutor executor;
  app::ManualExecutor dispatcher_loop;
  store::MemoryStore store;
  FakeSender sender;
  app::Dispatcher dispatcher{{store, sender, clock, random, observer, log,
                              [](const std::string&) {
                                return app::WebhookTarget{"https://agent.example", Secret("s")};
                              },
                              webhooks::RetrySchedule::standard()},
                             dispatcher_loop};
  bool alive = true;
  bool ready = true;
  app::Shop shop;
  wire::SessionRenderer renderer{shop.profile};
  app::Buyers buyers{shop.service, shop.store, clock};
  AdminApi api{{store, dispatcher, dispatcher_loop, token_hash, [this] { return alive; },
                [this] { return ready; }, [] { return std::string("till_up 1\n"); }, shop.orders,
                shop.service, renderer, buyers}};
};

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
      {"POST", "/healthz", 405, "GET"},
      {"HEAD", "/readyz", 405, "GET"},
      {"POST", "/metrics", 405, "GET"},
      {"POST", "/admin/webhooks", 405, "GET"},
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
                R"(","agent":"agent-a","state":"dead","attempts":11,)" +
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
