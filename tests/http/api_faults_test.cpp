// What an agent is told when the shop, its store or what it depends on fails.
#include <gtest/gtest.h>

#include <stdexcept>

#include "app/faulty_store.h"
#include "http/api.h"
#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::header_of;
using test::kCart;
using test::post;
using test::text_at;

TEST(ErrorsBelowTheApi, AreJsonOfTheSameShape) {  // ER-01, ER-04
  const struct {
    int status;
    const char* type;
    const char* code;
  } rows[] = {
      {400, "invalid_request", "bad_request"},       {408, "invalid_request", "request_timeout"},
      {413, "invalid_request", "payload_too_large"}, {431, "invalid_request", "headers_too_large"},
      {500, "processing_error", "internal_error"},   {501, "invalid_request", "bad_request"},
      {505, "invalid_request", "bad_request"}};
  const ApiShop shop;
  for (const auto& row : rows) {
    const auto response = shop.api.error(row.status);
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    EXPECT_EQ(text_at(response, "/type"), row.type);
    EXPECT_EQ(text_at(response, "/code"), row.code);
  }
}

TEST(Api, SaysWhenToComeAgainWhenTheStoreIsBusyAndKeepsNothing) {  // ER-04, ID-14
  app::FaultyStore* faulty = nullptr;
  ApiShop shop({0, 0}, [&faulty](app::Store& inner) {
    auto wrapped = std::make_unique<app::FaultyStore>(inner);
    faulty = wrapped.get();
    return wrapped;
  });
  const struct {
    app::CommitOutcome outcome;
    int status;
    const char* type;
    std::optional<std::string> retry_after;
  } rows[] = {{app::CommitOutcome::busy, 503, "service_unavailable", "1"},
              {app::CommitOutcome::failed, 500, "processing_error", std::nullopt}};
  for (const auto& row : rows) {
    faulty->fail_nth_call(2, row.outcome);  // The load succeeds, the commit does not.
    const auto response = shop.send(post("/checkout_sessions", kCart, row.type));
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(text_at(response, "/type"), row.type);
    EXPECT_EQ(header_of(response, "Retry-After"), row.retry_after);
    EXPECT_EQ(header_of(response, "Idempotency-Key"), row.type);
    const auto again = shop.send(post("/checkout_sessions", kCart, row.type));
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(header_of(again, "Idempotent-Replayed"), std::nullopt);
  }
}

TEST(Api, SaysHowLongAProviderThatIsDownIsLeftAlone) {
  ApiShop shop;
  const std::string session = shop.create();
  const std::string payment = shop.payment_with(shop.token_for(session));
  shop.shop.gateway.down = true;
  const auto answer = shop.send(post("/checkout_sessions/" + session + "/complete", payment, "k"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(header_of(answer, "Retry-After"), "5");
}

class BrokenClock final : public Clock {
 public:
  Timestamp now() const override { throw std::runtime_error("no time"); }
};

TEST(Api, AnswersAnExceptionAsAFaultOfTheServer) {
  ApiShop shop;
  const BrokenClock clock;
  Api api({shop.desk, shop.shop.orders, shop.shop.profile, clock, shop.shop.ids, shop.log,
           shop.observer, shop.limiter},
          test::two_agents());
  auto request = post("/checkout_sessions", kCart, "key-1");
  request.headers.push_back({"Request-Id", "req-7"});
  const auto response = shop.shop.run(api.handle(request, shop.shop.executor));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(text_at(response, "/type"), "processing_error");
  EXPECT_EQ(response.body.find("no time"), std::string::npos) << "the agent is not told why";
  EXPECT_EQ(header_of(response, "Request-Id"), "req-7");
  ASSERT_EQ(shop.log.lines.size(), 2U);
  EXPECT_EQ(shop.log.lines[0], "request_failed error=no time");
  EXPECT_EQ(shop.observer.seen.size(), 1U);
}

}  // namespace
}  // namespace till::http
