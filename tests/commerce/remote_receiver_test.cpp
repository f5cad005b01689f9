// Orders on their way to the backend: what it is told, and what each of its answers means.
#include "commerce/remote/remote_receiver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

using app::EventType;
using app::ShopAnswer;
using app::ShopFailed;
using app::ShopRefused;
using app::ShopTaken;
using test::FakeBackend;
using ::testing::HasSubstr;

constexpr const char* kOrders = R"({"version":"2026-12-01","capabilities":["orders"]})";
constexpr const char* kNone = R"({"version":"2026-12-01","capabilities":["quote"]})";

struct Telling {
  explicit Telling(const char* capabilities = kOrders) {
    backend.say("/capabilities", {200, capabilities});
    order.id = EventId{{1}};
    order.order = OrderId{{2}};
    order.body = R"({"id":"ord"})";
  }
  ShopAnswer tell(EventType type = EventType::order_create) {
    order.type = type;
    return sync_wait(receiver.tell(order, *backend.loop));
  }
  // How it went, and what is said of it.
  std::string told(FakeBackend::Said said, EventType type = EventType::order_create) {
    backend.say(path(type), std::move(said));
    const ShopAnswer answer = tell(type);
    if (const auto* taken = std::get_if<ShopTaken>(&answer)) {
      return "taken " + taken->order_number + " " + taken->permalink_url.value_or("");
    }
    if (const auto* no = std::get_if<ShopRefused>(&answer)) return "refused " + no->reason;
    return "failed";
  }
  std::string path(EventType type) const {
    return type == EventType::order_create ? "/orders"
                                           : "/orders/" + order.order.text() + "/events";
  }

  FakeBackend backend;
  RemoteReceiver receiver{*backend.client, *backend.capabilities};
  app::OutboxEvent order;
};

TEST(AnOrderForTheBackend, IsToldUnderTheIdOfItsEventAndAnsweredWithANumber) {
  Telling telling;
  EXPECT_EQ(
      telling.told({201, R"({"order_number":"10023","permalink_url":"https://s.example/o"})"}),
      "taken 10023 https://s.example/o");
  const auto asked = telling.backend.requests("/orders");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].method, "POST");
  EXPECT_EQ(asked[0].body, telling.order.body);
  EXPECT_EQ(asked[0].header("Idempotency-Key"), telling.order.id.text());
  EXPECT_THAT(std::string(asked[0].header("Till-Signature").value_or("")), HasSubstr("v1="));
}

TEST(AnOrderForTheBackend, IsTakenRefusedOrToldAgain) {
  const struct {
    FakeBackend::Said said;
    const char* told;
  } rows[] = {
      {{200, R"({"order_number":"7"})"}, "taken 7 "},
      {{409, R"({"refused":{"reason":"unknown_item"}})"}, "refused unknown_item"},
      {{422, R"({"refused":{"reason":"no","message":"Not ours."}})"}, "refused no"},
      {{422, R"({"error":"no"})"}, "failed"},
      {{200, "{}"}, "failed"},
      {{200, ""}, "failed"},
      {{200, R"({"order_number":""})"}, "failed"},
      {{200, R"({"order_number":7})"}, "failed"},
      {{200, R"({"order_number":null})"}, "failed"},
      {{200, R"({"order_number":"a\nb"})"}, "failed"},
      {{200, R"x({"order_number":"7","permalink_url":"javascript:alert(1)"})x"}, "failed"},
      {{200, R"({"order_number":"7","permalink_url":null})"}, "failed"},
      {{200, R"({"order_number":")" + std::string(256, '7') + R"("})"}, "failed"},
      {{404, "{}"}, "failed"},
      {{500, "{}"}, "failed"},
  };
  for (const auto& row : rows) {
    Telling telling;
    EXPECT_EQ(telling.told(row.said), row.told) << row.said.status << row.said.body;
  }
}

TEST(WhatHappenedToAnOrder, IsTakenByAnyAnswerThatIsANoToNothing) {
  for (const FakeBackend::Said& said :
       {FakeBackend::Said{204, ""}, FakeBackend::Said{200, "thanks"}}) {
    Telling telling;
    EXPECT_EQ(telling.told(said, EventType::order_update), "taken  ");
    EXPECT_EQ(telling.backend.requests(telling.path(EventType::order_update)).size(), 1U);
  }
  Telling telling;
  EXPECT_EQ(
      telling.told({422, R"({"refused":{"reason":"unknown_order"}})"}, EventType::order_update),
      "refused unknown_order");
}

TEST(ABackendThatDoesNotListOrders, IsToldNothing) {
  Telling telling(kNone);
  EXPECT_TRUE(telling.receiver.is_wanted()) << "nobody knows yet";
  EXPECT_TRUE(std::holds_alternative<ShopFailed>(telling.tell()));
  EXPECT_FALSE(telling.receiver.is_wanted());
  EXPECT_TRUE(telling.backend.requests("/orders").empty());
}

}  // namespace
}  // namespace till::commerce::remote
