#include "cli/admin_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>

#include "cli/fake_shop.h"

namespace till::cli {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

OperatorEnv operator_of(const FakeShop& shop) { return {shop.env().url, "", Secret("operator")}; }

TEST(AdminClient, SendsTheOperatorsTokenAndTheKeyOfAChange) {
  FakeShop shop;
  shop.answer("GET /orders", {200, R"({"orders":[]})"});
  shop.answer("POST /orders/o/refund", {200, R"({"id":"o"})"});
  AdminClient admin(operator_of(shop));
  EXPECT_EQ(admin.get("/orders")->text, R"({"orders":[]})");
  EXPECT_EQ(admin.change("/orders/o/refund", "{}", "key_1")->status, 200);
  const auto requests = shop.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].header("Authorization"), "Bearer operator");
  EXPECT_FALSE(requests[0].header("Idempotency-Key").has_value());
  EXPECT_EQ(requests[1].header("Idempotency-Key"), "key_1");
  EXPECT_EQ(requests[1].body, "{}");
}

TEST(AdminClient, SaysWhatTheServerSaysOfARefusal) {
  FakeShop shop;
  AdminClient admin(operator_of(shop));
  const auto answer = admin.get("/nothing");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().exit_code, 1);
  EXPECT_THAT(answer.error().sentence, HasSubstr("No. (404 not_found)"));
}

TEST(AdminClient, GivesUpAtItsDeadlineAndSaysSo) {
  std::latch done{1};
  FakeShop shop;  // Its server waits for the handler, which waits for the latch.
  shop.before("GET /orders", [&done] { done.wait(); });
  AdminClient admin(operator_of(shop), {.read = milliseconds(1'000), .change = milliseconds(1)});
  const auto read = admin.get("/orders");
  done.count_down();
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().exit_code, 1);
  EXPECT_THAT(read.error().sentence, HasSubstr("nothing came within 1 second"));
}

TEST(AdminClient, TellsWhetherTheServerMayHaveHeardOfIt) {
  std::string url;
  {
    FakeShop shop;
    url = shop.env().url;
  }
  AdminClient admin({url, "", Secret("operator")});
  const auto answer = admin.change("/orders", "", "key_1");
  ASSERT_FALSE(answer.has_value());
  EXPECT_FALSE(answer.error().perhaps_done) << "nobody listens there";
}

}  // namespace
}  // namespace till::cli
