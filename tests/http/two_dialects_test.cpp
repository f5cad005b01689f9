// A server that speaks two dialects: each is answered in its own, and a key in that of its first
// answer.
#include <gtest/gtest.h>

#include "http/api_shop.h"
#include "wire/toy_dialect.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::get;
using test::header_of;
using test::kCart;
using test::post;
using test::raw_at;
using test::set_header;
using test::text_at;

constexpr const char* kAcp = "2026-04-17";
constexpr const char* kToy = "toy";
constexpr const char* kBegin = "/checkout_sessions";

// A shop that speaks both.
struct BilingualShop : ApiShop {
  BilingualShop() {
    dialects = wire::test::two_dialects(shop.profile);
    api.set_currencies(shop.profile.currencies);
  }
  net::Response send_in(std::string version, net::Request request) {
    set_header(request, "API-Version", std::move(version));
    return send(std::move(request));
  }
};

bool is_toy(const net::Response& response) { return response.body.starts_with(R"({"toy":)"); }

void expect_first_answer(const net::Response& again, const net::Response& first) {
  EXPECT_EQ(again.status, first.status);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
}

TEST(TwoDialects, AreEachAnsweredInTheirOwn) {
  BilingualShop shop;
  const auto acp = shop.send_in(kAcp, post(kBegin, kCart, "a"));
  EXPECT_FALSE(is_toy(acp)) << acp.body;
  const auto toy = shop.send_in(kToy, post(kBegin, kCart, "b"));
  EXPECT_TRUE(is_toy(toy)) << toy.body;
  EXPECT_EQ(toy.status, 201);
  const auto refused = shop.send_in(kToy, post(kBegin, "{}", "c"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(is_toy(refused)) << refused.body;
  const auto keyless = shop.send_in(kToy, post(kBegin, "{}", ""));
  EXPECT_EQ(text_at(keyless, "/toy/code"), "idempotency_key_invalid");
}

TEST(TwoDialects, AreBothNamedToWhoSpeaksNeither) {  // VE-04
  BilingualShop shop;
  const auto response = shop.send_in("another", get("/checkout_sessions/cs_1"));
  EXPECT_EQ(raw_at(response, "/supported_versions"), R"(["2026-04-17","toy"])");
}

// The rules are the same whichever came first, and whatever the first answer was.
TEST(TwoDialects, GiveAKeyItsFirstAnswerInTheDialectItWasUsedUnder) {
  const struct {
    const char* path;
    const char* body;
  } rows[] = {{kBegin, kCart},
              {kBegin, R"({"line_items":[]})"},
              {"/checkout_sessions/cs_1/cancel", "{}"},
              {"/carts", R"({"line_items":[{"id":"mug-blue"}]})"}};
  for (const auto& row : rows) {
    for (const bool toy_first : {false, true}) {
      SCOPED_TRACE(std::string(row.path) + row.body);
      BilingualShop shop;
      const auto first = shop.send_in(toy_first ? kToy : kAcp, post(row.path, row.body, "key"));
      EXPECT_EQ(is_toy(first), toy_first) << first.body;
      const auto again = shop.send_in(toy_first ? kAcp : kToy, post(row.path, row.body, "key"));
      expect_first_answer(again, first);
    }
  }
}

TEST(TwoDialects, GiveATokenAgainInTheDialectItWasMadeUnder) {
  BilingualShop shop;
  const std::string card = shop.card_for(shop.create());
  const auto request = post("/agentic_commerce/delegate_payment", card, "key");
  const auto first = shop.send_in(kToy, request);
  EXPECT_TRUE(is_toy(first)) << first.body;
  expect_first_answer(shop.send_in("2025-09-29", request), first);
}

TEST(TwoDialects, AnswerACompleteThatIsSettledLaterInTheDialectItBeganIn) {
  for (const bool toy_first : {false, true}) {
    BilingualShop shop;
    const std::string session = shop.create();
    const std::string payment = shop.payment_with(shop.token_for(session));
    const auto request = post("/checkout_sessions/" + session + "/complete", payment, "pay");
    shop.shop.gateway.silent = true;
    const auto begun = shop.send_in(toy_first ? kToy : kAcp, request);
    EXPECT_EQ(text_at(begun, toy_first ? "/toy/status" : "/status"), "complete_in_progress");
    shop.shop.gateway.silent = false;
    for (const auto& attempt : shop.shop.open_attempts()) {
      EXPECT_TRUE(shop.shop.run(shop.shop.service.settle(attempt, shop.shop.executor)));
    }
    const auto settled = shop.send_in(toy_first ? kAcp : kToy, request);
    EXPECT_EQ(settled.status, 200);
    EXPECT_EQ(text_at(settled, toy_first ? "/toy/status" : "/status"), "completed") << settled.body;
  }
}

TEST(TwoDialects, ShowASessionToBothHoweverOftenItIsRead) {
  BilingualShop shop;
  const std::string path = "/checkout_sessions/" + shop.create();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(text_at(shop.send_in(kAcp, get(path)), "/status"), "ready_for_payment");
    EXPECT_EQ(text_at(shop.send_in(kToy, get(path)), "/toy/status"), "ready_for_payment");
  }
}

// As after a return to a Till that did not know the dialect yet.
TEST(TwoDialects, AnswerAFaultWhereTheFirstAnswersDialectIsNotSpokenAnyMore) {
  BilingualShop shop;
  EXPECT_EQ(shop.send_in(kToy, post(kBegin, kCart, "key")).status, 201);
  shop.dialects = wire::Dialects(shop.shop.profile, shop.options);
  const auto again = shop.send_in(kAcp, post(kBegin, kCart, "key"));
  EXPECT_EQ(again.status, 500);
  EXPECT_EQ(text_at(again, "/type"), "processing_error");
}

}  // namespace
}  // namespace till::http
