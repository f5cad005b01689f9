// What an operator asks about orders that the shop's own backend hears of, and what that backend
// asks itself.
#include "console/push_admin.h"

#include <gmock/gmock.h>

#include "app/selling_shop.h"
#include "console/bodies.h"
#include "console/order_admin.h"

namespace till::console {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Counter : app::SellingShop {
  net::Response push(const std::string& path, std::string body = {},
                     std::optional<std::string> key = {}) {
    return run(pushes.handle(request("POST", path, std::move(body), std::move(key)), executor));
  }
  net::Response act(const checkout::Order& order, const std::string& action, app::Doer doer,
                    const std::string& key, std::string body = {}) {
    auto asked = request("POST", "/orders/" + order.id.text() + "/" + action, std::move(body), key);
    return run(admin.handle(std::move(asked), executor, deed, doer));
  }
  net::Response list(const std::string& query) {
    auto asked = request("GET", "/orders", {}, {});
    asked.query = query;
    return run(admin.handle(std::move(asked), executor, deed));
  }
  static net::Request request(std::string method, std::string path, std::string body,
                              std::optional<std::string> key) {
    net::Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.has_body = !body.empty();
    request.body = std::move(body);
    if (key) request.headers.push_back({"Idempotency-Key", std::move(*key)});
    return request;
  }

  Deed deed;
  OrderAdmin admin{store, store, orders};
  PushAdmin pushes{shop_orders.get()};
};

TEST(PushAdmin, TellsOneOrderOrAllSinceATime) {
  Counter counter;
  const auto order = counter.sell();
  counter.look();
  const auto one = counter.push("/orders/" + order.id.text() + "/push");
  EXPECT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(raw_at(one.body, "/state"), "pending");
  counter.look();
  EXPECT_THAT(counter.told(), ElementsAre("order", "order"));
  const auto all = counter.push("/orders/push", R"({"since":"2020-01-01"})");
  EXPECT_EQ(raw_at(all.body, "/orders"), "1") << all.body;
  EXPECT_EQ(raw_at(all.body, "/next_cursor"), "");
  const auto none = counter.push("/orders/push", R"({"since":"2099-01-01T00:00:00Z"})");
  EXPECT_EQ(raw_at(none.body, "/orders"), "0") << none.body;
}

TEST(PushAdmin, TellsOnceUnderOneKey) {
  Counter counter;
  const auto order = counter.sell();
  counter.look();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(counter.push("/orders/" + order.id.text() + "/push", "", "key").status, 200);
    counter.look();
  }
  EXPECT_THAT(counter.told(), ElementsAre("order", "order"));
}

TEST(PushAdmin, RefusesWhatItCannotDo) {
  Counter counter;
  const std::string order = "/orders/" + counter.sell().id.text() + "/push";
  const struct {
    std::string path;
    const char* body;
    int status;
  } rows[] = {
      {"/orders/" + OrderId{{9}}.text() + "/push", "", 404},
      {"/orders/ord_no/push", "", 404},
      {order, R"({"since":"2020-01-01"})", 400},
      {order, "no JSON", 400},
      {"/orders/push", "", 400},
      {"/orders/push", "{}", 400},
      {"/orders/push", R"({"since":"yesterday"})", 400},
      {"/orders/push", R"({"since":null})", 400},
      {"/orders/push", R"({"since":"2020-01-01","cursor":"x"})", 400},
      {"/orders/push", R"({"since":"2020-01-01","more":1})", 400},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(counter.push(row.path, row.body).status, row.status) << row.path << row.body;
  }
  counter.backend.wanted = false;
  EXPECT_EQ(counter.push(order).status, 409);
  EXPECT_EQ(counter.push("/orders/push", R"({"since":"2020-01-01"})").status, 409);
  PushAdmin without(nullptr);
  auto asked = Counter::request("POST", order, {}, {});
  EXPECT_EQ(counter.run(without.handle(std::move(asked), counter.executor)).status, 409);
}

TEST(OrderList, FindsByTheNumberOfTheShop) {
  Counter counter;
  const auto first = counter.sell();
  counter.sell();
  counter.look();
  const auto found = counter.list("number=" + counter.now(first).shop.number);
  EXPECT_EQ(raw_at(found.body, "/orders/0/id"), first.id.text());
  EXPECT_EQ(raw_at(found.body, "/orders/0/order_number"), counter.now(first).shop.number);
  EXPECT_EQ(raw_at(found.body, "/orders/1/id"), "");
  EXPECT_EQ(raw_at(counter.list("number=none").body, "/orders/0/id"), "");
}

TEST(TheShop, DoesWhatItAsksOnceUnderOneKeyAndIsNotToldOfIt) {
  Counter counter;
  const auto order = counter.sell();
  counter.look();
  for (int i = 0; i < 2; ++i) {
    const auto shipped = counter.act(order, "ship", app::Doer::shop, "parcel");
    EXPECT_EQ(shipped.status, 200) << shipped.body;
    const auto refunded =
        counter.act(order, "refund", app::Doer::shop, "scratch", R"({"amount":100})");
    EXPECT_EQ(refunded.status, 200) << refunded.body;
  }
  EXPECT_EQ(checkout::amount_refunded(counter.now(order)), Amount{100});
  counter.look();
  EXPECT_THAT(counter.told(), ElementsAre("order"));
  counter.act(order, "refund", app::Doer::person, "by hand", R"({"amount":50})");
  counter.look();
  EXPECT_THAT(counter.told(), ElementsAre("order", "refunded"));
}

}  // namespace
}  // namespace till::console
