// Two equal requests at once: one is carried out, the other hears that it is under way (ID-13).
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "app/faulty_store.h"
#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::get;
using test::header_of;
using test::kCart;
using test::post;
using test::set_header;
using test::text_at;

// A shop whose commits wait, so that a request is caught in the middle.
struct HeldShop {
  HeldShop() : shop({0, 0}, [this](app::Store& inner) { return wrap(inner); }) {}

  std::unique_ptr<app::Store> wrap(app::Store& inner) {
    auto wrapped = std::make_unique<app::FaultyStore>(inner);
    store = wrapped.get();
    return wrapped;
  }
  // Begins a request that stays in its commit.
  void begin(net::Request request) {
    store->held = true;
    spawn(shop.api.handle(std::move(request), shop.shop.executor),
          [this](net::Response response) { first = std::move(response); });
    shop.shop.executor.run_all();
    ASSERT_FALSE(first.has_value()) << "it did not wait: " << first->body;
    store->held = false;
  }
  // Lets it end.
  net::Response finish() {
    store->line.run_all();
    shop.shop.executor.run_all();
    EXPECT_TRUE(first.has_value());
    return first.value_or(net::Response{});
  }

  app::FaultyStore* store = nullptr;
  ApiShop shop;
  std::optional<net::Response> first;
};

struct Change {
  const char* name;
  int status;  // Of the one that is carried out.
  std::function<net::Request(HeldShop&)> request;
};

std::string session_path(const std::string& session, const char* end = "") {
  return "/checkout_sessions/" + session + end;
}

const Change kRows[] = {
    {"create", 201, [](HeldShop&) { return post("/checkout_sessions", kCart, "key"); }},
    {"update", 200,
     [](HeldShop& held) {
       return post(session_path(held.shop.create()), R"({"discounts":{"codes":["SAVE10"]}})",
                   "key");
     }},
    {"cancel", 200,
     [](HeldShop& held) { return post(session_path(held.shop.create(), "/cancel"), "", "key"); }},
    {"complete", 200,
     [](HeldShop& held) {
       const std::string session = held.shop.create();
       return post(session_path(session, "/complete"),
                   held.shop.payment_with(held.shop.token_for(session)), "key");
     }},
    {"delegate_payment", 201,
     [](HeldShop& held) {
       return post("/agentic_commerce/delegate_payment", held.shop.card_for(held.shop.create()),
                   "key");
     }},
};

TEST(SimultaneousRequests, OneIsCarriedOutAndItsEqualHearsThatItIsUnderWay) {  // ID-11, ID-13
  for (const Change& row : kRows) {
    SCOPED_TRACE(row.name);
    HeldShop held;
    const net::Request request = row.request(held);
    held.begin(request);
    for (int i = 0; i < 2; ++i) {
      const auto second = held.shop.send(request);
      EXPECT_EQ(second.status, 409);
      EXPECT_EQ(text_at(second, "/code"), "idempotency_in_flight");
      EXPECT_EQ(header_of(second, "Retry-After"), "1");
      EXPECT_EQ(header_of(second, "Idempotent-Replayed"), std::nullopt);
    }
    const auto first = held.finish();
    EXPECT_EQ(first.status, row.status) << first.body;
    EXPECT_EQ(header_of(first, "Idempotent-Replayed"), std::nullopt);
    const auto again = held.shop.send(request);  // ID-15: the 409 was not kept.
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
  }
}

TEST(SimultaneousRequests, OfAnotherBodyAreAConflictAtOnce) {  // ID-12
  HeldShop held;
  held.begin(post("/checkout_sessions", kCart, "key"));
  const auto other = held.shop.send(
      post("/checkout_sessions",
           R"({"line_items":[{"id":"ebook-acp"}],"currency":"usd","capabilities":{}})", "key"));
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(text_at(other, "/code"), "idempotency_conflict");
  EXPECT_EQ(held.finish().status, 201);
}

TEST(SimultaneousRequests, UnderOtherKeysAgentsOrPathsDoNotWaitForEachOther) {  // ID-03, ID-04
  HeldShop held;
  const std::string session = held.shop.create();
  held.begin(post("/checkout_sessions", kCart, "key"));
  EXPECT_EQ(held.shop.send(post("/checkout_sessions", kCart, "other")).status, 201);
  EXPECT_EQ(held.shop.send(post(session_path(session), "{}", "key")).status, 200);
  EXPECT_EQ(held.shop.send(get(session_path(session))).status, 200);
  auto of_another = post("/checkout_sessions", kCart, "key");
  set_header(of_another, "Authorization", "Bearer token-b");
  EXPECT_EQ(held.shop.send(of_another).status, 201);
  EXPECT_EQ(held.finish().status, 201);
}

TEST(SimultaneousRequests, LeaveTheKeyFreeWhenTheFirstOneFails) {  // ID-14
  HeldShop held;
  const auto request = post("/checkout_sessions", kCart, "key");
  held.store->fail_nth_call(2, app::CommitOutcome::failed);
  EXPECT_EQ(held.shop.send(request).status, 500);
  held.begin(request);
  EXPECT_EQ(held.shop.send(request).status, 409);
  EXPECT_EQ(held.finish().status, 201);
}

TEST(SimultaneousRequests, ChargeOnce) {  // ID-11
  HeldShop held;
  const std::string session = held.shop.create();
  const auto request = post(session_path(session, "/complete"),
                            held.shop.payment_with(held.shop.token_for(session)), "key");
  held.begin(request);
  EXPECT_EQ(held.shop.send(request).status, 409);
  auto other_key = request;
  set_header(other_key, "Idempotency-Key", "other");
  // The second waits for its turn and finds the session as the first left it.
  std::optional<net::Response> second;
  spawn(held.shop.api.handle(std::move(other_key), held.shop.shop.executor),
        [&second](net::Response response) { second = std::move(response); });
  held.shop.shop.executor.run_all();
  EXPECT_FALSE(second.has_value());
  const auto first = held.finish();
  EXPECT_EQ(held.shop.shop.gateway.calls, 1);
  EXPECT_EQ(first.status, 200) << first.body;
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(second->status, 200) << second->body;
}

}  // namespace
}  // namespace till::http
