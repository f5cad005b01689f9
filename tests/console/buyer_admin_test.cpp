// What an operator may ask about buyers over HTTP.
#include "console/buyer_admin.h"

#include <gmock/gmock.h>

#include "app/shop.h"
#include "console/bodies.h"
#include "console/order_record.h"

namespace till::console {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kBuyer = "Erased@Buyers.example";

struct BuyerDesk : app::Shop {
  net::Response send(const std::string& path, std::string body, std::string method = "POST") {
    net::Request request;
    request.method = std::move(method);
    request.path = path;
    request.has_body = true;
    request.body = std::move(body);
    return run(admin.handle(std::move(request), executor));
  }
  checkout::SessionPtr begun() {
    auto command = app::cart({{"mug-blue", 2}});
    command.buyer.emplace().email = kBuyer;
    return created(command);
  }
  checkout::SessionPtr newest(SessionId id) {
    return run(store.load(id, std::nullopt, executor))->session;
  }

  app::Buyers buyers{service, store, store, events, clock};
  wire::SessionRenderer renderer{profile};
  BuyerAdmin admin{buyers, renderer};
  const std::string asked = R"({"email":" erased@buyers.EXAMPLE "})";
};

TEST(BuyerAdmin, ExportsWhatIsKeptOfABuyerAndNothingOfOthers) {
  BuyerDesk desk;
  const auto session = desk.begun();
  const auto shown = desk.send("/buyers/export", desk.asked);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(raw_at(shown.body, "/sessions/0/session/id"), session->id.text());
  EXPECT_THAT(shown.body, HasSubstr(kBuyer));
  EXPECT_EQ(desk.send("/buyers/export", R"({"email":"other@buyers.example"})").body,
            R"({"sessions":[]})");
}

TEST(BuyerAdmin, EndsWhatIsOpenAndForgetsTheBuyer) {
  BuyerDesk desk;
  const auto free = desk.store.available(std::vector<std::string>{"mug-blue"});
  const auto session = desk.begun();
  EXPECT_EQ(desk.send("/buyers/erase", desk.asked).body, R"({"sessions":1,"orders":0,"left":[]})");
  EXPECT_EQ(desk.newest(session->id)->status, checkout::Status::canceled);
  EXPECT_FALSE(desk.newest(session->id)->buyer);
  EXPECT_EQ(desk.store.available(std::vector<std::string>{"mug-blue"}), free);
  EXPECT_EQ(desk.send("/buyers/export", desk.asked).body, R"({"sessions":[]})");
  EXPECT_EQ(desk.send("/buyers/erase", desk.asked).body, R"({"sessions":0,"orders":0,"left":[]})");
}

TEST(BuyerAdmin, LeavesAnOrderThatSaysSinceWhenNothingTellsWhoBought) {
  BuyerDesk desk;
  const auto session = desk.begun();
  desk.complete("k", session->id, desk.token_for(*session));
  EXPECT_EQ(desk.send("/buyers/erase", desk.asked).body, R"({"sessions":1,"orders":1,"left":[]})");
  std::string record;
  json::Writer json(record);
  write_order_record(json, *desk.newest(session->id));
  EXPECT_EQ(raw_at(record, "/erased_at"), format_rfc3339(desk.clock.now()));
  EXPECT_EQ(raw_at(record, "/buyer"), "");
}

TEST(BuyerAdmin, LeavesAPaymentThatIsUnderWay) {
  BuyerDesk desk;
  auto session = desk.begun();
  desk.gateway.silent = true;
  desk.complete("k", session->id, desk.token_for(*session));
  const auto answer = desk.send("/buyers/erase", desk.asked);
  EXPECT_EQ(raw_at(answer.body, "/left/0"), session->id.text());
  EXPECT_TRUE(desk.newest(session->id)->buyer);
}

TEST(BuyerAdmin, TakesAnAddressAndNothingElse) {
  BuyerDesk desk;
  const struct {
    const char* body;
    const char* param;
  } rows[] = {
      {"{}", "$.email"},
      {R"({"email":null})", "$.email"},
      {R"({"email":""})", "$.email"},
      {R"({"email":"nobody"})", "$.email"},
      {R"({"email":7})", "$.email"},
      {R"({"email":"a@b.example","from":null})", "$.from"},
      {R"({"email":"a@b.example","all":true})", "$.all"},
  };
  for (const auto& row : rows) {
    for (const char* path : {"/buyers/export", "/buyers/erase"}) {
      const auto answer = desk.send(path, row.body);
      EXPECT_EQ(answer.status, 400) << row.body;
      EXPECT_THAT(answer.body, HasSubstr(row.param));
    }
  }
  EXPECT_EQ(desk.send("/buyers/export", "", "GET").status, 405);
}

}  // namespace
}  // namespace till::console
