// complete_checkout, the tool of a payment sheet, which sends no key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::call;
using test::McpShop;
using test::post;
using test::text_at;
using ::testing::EndsWith;
using ::testing::Not;

std::string paying(const std::string& session, const std::string& token) {
  return R"({"checkout_session_id":")" + session +
         R"(","buyer":{"email":"ann@example.com"},"payment_data":{"token":")" + token +
         R"(","provider":"till_sandbox"}})";
}

// A client's call of the tool, over HTTP.
std::string pay(McpShop& shop, const std::string& client, const std::string& arguments) {
  return shop.send(post(call("1", "complete_checkout", arguments), client)).body;
}

TEST(PaymentSheet, IsAnsweredAgainByTheFirstAnswerToItsToken) {
  McpShop shop;
  const std::string client = shop.open();
  const std::string session = shop.rest.create();
  const std::string token = shop.rest.token_for(session);
  const std::string first = pay(shop, client, paying(session, token));
  EXPECT_THAT(shop.access.reports.back(), Not(EndsWith(" replayed")));
  EXPECT_EQ(pay(shop, client, paying(session, token)), first);
  EXPECT_THAT(shop.access.reports.back(), EndsWith(" replayed"));
}

TEST(PaymentSheet, IsToldThatATokenIsTooLongBeforeItBecomesAKey) {
  McpShop shop;
  const std::string client = shop.open();
  const std::string session = shop.rest.create();
  const std::string answer = pay(shop, client, paying(session, std::string(513, 'a')));
  EXPECT_EQ(text_at(answer, "/result/_meta/till~1error/param"), "$.payment_data.token") << answer;
}

}  // namespace
}  // namespace till::mcp
