// Streamable HTTP in the modern era: streams, and clients that go away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "mcp/listener.h"
#include "mcp/modern.h"

namespace till::mcp {
namespace {

using http::test::header_of;
using http::test::kCart;
using http::test::set_header;
using test::Listener;
using test::McpShop;
using test::messages_of;
using test::modern;
using test::modern_call;
using test::modern_post;
using test::raw_at;
using test::text_at;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(ModernStream, TellsProgressThenTheAnswerAndHasNoIds) {  // MC-TR-05, MC-PG-01
  McpShop shop;
  const auto response = shop.send(modern_call(
      "create_checkout_session", test::arguments("k", {}, kCart), R"("progressToken":"p")"));
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(response, "X-Accel-Buffering"), "no");
  ASSERT_NE(response.stream, nullptr);
  const Listener listener(response.stream, shop.executor());
  EXPECT_TRUE(listener.ended());
  EXPECT_THAT(listener.heard(), Not(HasSubstr("id: ")));
  const auto messages = messages_of(listener.heard());
  ASSERT_THAT(messages, SizeIs(3));
  EXPECT_EQ(text_at(messages[0], "/params/progressToken"), "p");
  EXPECT_EQ(raw_at(messages[1], "/params/progress"), "1");
  EXPECT_EQ(text_at(messages[2], "/result/resultType"), "complete");
  EXPECT_TRUE(shop.endpoint.idle());
}

TEST(ModernStream, IsTheAnswerForWhoTakesNothingElseAndForNoneWhoTakesNone) {  // MC-TR-02
  McpShop shop;
  net::Request only = modern_post(modern("1", "tools/list"), "tools/list");
  set_header(only, "Accept", "text/event-stream");
  const auto streamed = shop.send(only);
  ASSERT_NE(streamed.stream, nullptr);
  EXPECT_THAT(messages_of(Listener(streamed.stream, shop.executor()).heard()), SizeIs(1));
  net::Request none = modern_call("search_products", "{}", R"("progressToken":1)");
  set_header(none, "Accept", "application/json");
  EXPECT_EQ(shop.send(none).stream, nullptr);
}

// A shop whose commits wait, so that a call is caught in the middle.
struct WaitingShop {
  WaitingShop() : shop({}, [this](app::Store& inner) { return wrap(inner); }) {}
  std::unique_ptr<app::Store> wrap(app::Store& inner) {
    auto wrapped = std::make_unique<app::FaultyStore>(inner);
    store = wrapped.get();
    return wrapped;
  }
  void let_go() {
    store->held = false;
    store->line.run_all();
    shop.executor().run_all();
  }
  app::FaultyStore* store = nullptr;
  McpShop shop;
};

// A client that is there until the test says that it is not, or until it was charged.
struct FakePeer final : net::Peer {
  bool is_gone() const override { return gone || (charges != nullptr && *charges > 0); }
  bool gone = false;
  const int* charges = nullptr;
};

TEST(ModernStream, GoesOnWhenTheServerEndsAndNotWhenTheClientDoes) {  // MC-TR-09
  for (const bool gone : {false, true}) {
    WaitingShop given;
    auto peer = std::make_shared<FakePeer>();
    given.store->held = true;
    net::Request request = modern_call("create_checkout_session", test::arguments("k", {}, kCart),
                                       R"("progressToken":"p")");
    request.peer = peer;
    const auto response = given.shop.send(request);
    ASSERT_NE(response.stream, nullptr);
    Listener listener(response.stream, given.shop.executor());
    peer->gone = gone;
    listener.close();
    EXPECT_EQ(listener.ended(), gone);
    given.let_go();
    EXPECT_THAT(messages_of(listener.heard()), SizeIs(gone ? 1 : 3));
    EXPECT_TRUE(listener.ended());
    EXPECT_TRUE(given.shop.endpoint.idle());
  }
}

// A purchase that is ready to be paid, whose client goes away at a moment of the test's choice.
struct Departing {
  Departing() : peer(std::make_shared<FakePeer>()) {
    const auto created =
        shop.send(modern_call("create_checkout_session", test::arguments("begin", {}, kCart)));
    session = text_at(created.body, "/result/structuredContent/id");
    payment = shop.rest.payment_with(shop.rest.token_for(session));
  }
  net::Request paying(std::string_view meta = {}) {
    net::Request request =
        modern_call("complete_checkout_session", test::arguments("pay", session, payment), meta);
    request.peer = peer;
    return request;
  }
  std::string status() {
    return text_at(
        shop.send(modern_call("get_checkout_session", test::arguments("", session))).body,
        "/result/structuredContent/status");
  }
  McpShop shop;
  std::shared_ptr<FakePeer> peer;
  std::string session;
  std::string payment;
};

TEST(ModernCancellation, StopsBeforeACharge) {  // MC-TR-10, MC-X-04
  Departing given;
  given.peer->gone = true;
  given.shop.send(given.paying());
  EXPECT_EQ(given.shop.rest.shop.gateway.calls, 0);
  EXPECT_EQ(given.status(), "ready_for_payment");
  given.peer->gone = false;  // The same key is good for another try: nothing was kept under it.
  const auto paid = given.shop.send(given.paying());
  EXPECT_EQ(text_at(paid.body, "/result/structuredContent/status"), "completed") << paid.body;
  EXPECT_EQ(raw_at(paid.body, "/result/_meta/till~1idempotent-replayed"), "");
}

TEST(ModernCancellation, NeverStopsDuringACharge) {  // MC-TR-10, MC-X-04
  Departing given;
  given.peer->charges = &given.shop.rest.shop.gateway.calls;
  given.shop.send(given.paying());
  EXPECT_EQ(given.shop.rest.shop.gateway.calls, 1);
  EXPECT_EQ(given.status(), "completed");
  given.peer->charges = nullptr;
  const auto again = given.shop.send(given.paying());
  EXPECT_EQ(raw_at(again.body, "/result/_meta/till~1idempotent-replayed"), "true");
  EXPECT_EQ(given.shop.rest.shop.gateway.calls, 1);
}

}  // namespace
}  // namespace till::mcp
