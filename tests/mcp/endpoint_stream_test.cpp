// Streamable HTTP: answers as streams, progress, resumption, cancellation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "mcp/listener.h"
#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using http::test::header_of;
using http::test::kCart;
using http::test::set_header;
using test::call;
using test::Listener;
using test::McpShop;
using test::messages_of;
using test::notification;
using test::post;
using test::raw_at;
using test::rpc;
using test::text_at;
using test::to_mcp;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kProgress = R"({"progressToken":"p"})";

// A shop whose commits wait, so that a call is caught in the middle.
struct HeldShop {
  HeldShop() : shop({}, [this](app::Store& inner) { return wrap(inner); }) {}
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

net::Request create_with_progress(const std::string& session, const std::string& id = "5") {
  const std::string arguments = test::arguments("create", {}, kCart);
  return post(call(id, "create_checkout_session", arguments, kProgress), session);
}

net::Request listen(const std::string& session, const std::string& last = {}) {
  net::Request request = to_mcp("GET", session);
  if (!last.empty()) set_header(request, "Last-Event-ID", last);
  return request;
}

TEST(EndpointStream, TellsProgressThenTheAnswerThenEnds) {
  McpShop shop;
  const auto response = shop.send(create_with_progress(shop.open()));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  ASSERT_NE(response.stream, nullptr);
  const Listener listener(response.stream, shop.executor());
  EXPECT_TRUE(listener.ended());
  EXPECT_TRUE(listener.heard().starts_with("id: 2-0\ndata: \n\n")) << "an id to come back with";
  const auto messages = messages_of(listener.heard());
  ASSERT_THAT(messages, SizeIs(3));
  EXPECT_EQ(text_at(messages[0], "/method"), "notifications/progress");
  EXPECT_EQ(text_at(messages[0], "/params/progressToken"), "p");
  EXPECT_EQ(raw_at(messages[0], "/params/progress"), "0");
  EXPECT_EQ(raw_at(messages[1], "/params/progress"), "1");
  EXPECT_EQ(raw_at(messages[2], "/id"), "5");
  EXPECT_EQ(text_at(messages[2], "/result/structuredContent/status"), "ready_for_payment");
  EXPECT_TRUE(shop.endpoint.idle());
}

TEST(EndpointStream, BeginsWithAnEventOnlyInTheVersionThatHasIt) {
  McpShop shop;
  for (const char* version : {"2025-03-26", "2025-06-18"}) {
    const auto response = shop.send(create_with_progress(shop.open(version)));
    ASSERT_NE(response.stream, nullptr);
    const Listener listener(response.stream, shop.executor());
    EXPECT_TRUE(listener.heard().starts_with("id: 2-1\nevent: message\ndata: {")) << version;
  }
}

TEST(EndpointStream, IsTheAnswerForWhoTakesNothingElse) {
  McpShop shop;
  for (const std::string& session : {std::string(), shop.open()}) {
    net::Request request = post(rpc("1", "ping"), session);
    set_header(request, "Accept", "text/event-stream");
    const auto response = shop.send(request);
    ASSERT_NE(response.stream, nullptr);
    const Listener listener(response.stream, shop.executor());
    EXPECT_TRUE(listener.ended());
    const auto messages = messages_of(listener.heard());
    ASSERT_THAT(messages, SizeIs(1));
    EXPECT_EQ(raw_at(messages[0], "/result"), "{}");
  }
}

TEST(EndpointStream, IsNotTheAnswerForWhoTakesNone) {
  McpShop shop;
  net::Request request = create_with_progress(shop.open());
  set_header(request, "Accept", "application/json");
  const auto response = shop.send(request);
  EXPECT_EQ(response.stream, nullptr);
  EXPECT_EQ(raw_at(response.body, "/id"), "5");
}

TEST(EndpointStream, CarriesABatch) {
  McpShop shop;
  net::Request request =
      post("[" + rpc("1", "ping") + "," + rpc("2", "ping") + "]", shop.open("2025-03-26"));
  set_header(request, "Accept", "text/event-stream");
  const auto response = shop.send(request);
  ASSERT_NE(response.stream, nullptr);
  const Listener listener(response.stream, shop.executor());
  const auto messages = messages_of(listener.heard());
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(raw_at(messages[0], "/1/id"), "2");
}

TEST(EndpointStream, GoesOnWithoutItsClientAndIsResumed) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  const auto response = shop.send(create_with_progress(session));
  ASSERT_NE(response.stream, nullptr);
  {
    const Listener lost(response.stream, shop.executor());
    EXPECT_THAT(messages_of(lost.heard()), SizeIs(1));
    EXPECT_FALSE(shop.endpoint.idle());
  }
  held.let_go();
  EXPECT_TRUE(shop.endpoint.idle());
  const auto resumed = shop.send(listen(session, "2-1"));
  EXPECT_EQ(resumed.status, 200);
  ASSERT_NE(resumed.stream, nullptr);
  const Listener listener(resumed.stream, shop.executor());
  EXPECT_TRUE(listener.ended());
  EXPECT_TRUE(listener.heard().starts_with("id: 2-2\n")) << "nothing is told twice";
  const auto messages = messages_of(listener.heard());
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(raw_at(messages[1], "/id"), "5");
  const Listener whole(shop.send(listen(session, "2-0")).stream, shop.executor());
  EXPECT_THAT(messages_of(whole.heard()), SizeIs(3));
}

TEST(EndpointStream, IsResumedWhileTheCallIsStillUnderWay) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  const Listener first(shop.send(create_with_progress(session)).stream, shop.executor());
  const Listener second(shop.send(listen(session, "2-1")).stream, shop.executor());
  EXPECT_TRUE(first.ended());
  EXPECT_FALSE(second.ended());
  held.let_go();
  EXPECT_THAT(messages_of(first.heard()), SizeIs(1));
  EXPECT_THAT(messages_of(second.heard()), SizeIs(2));
  EXPECT_TRUE(second.ended());
}

TEST(EndpointStream, GivesNoAnswerToACallThatWasCancelled) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  const Listener listener(shop.send(create_with_progress(session)).stream, shop.executor());
  const auto cancel = notification("notifications/cancelled", R"({"requestId":5,"reason":"x"})");
  EXPECT_EQ(shop.send(post(cancel, session)).status, 202);
  held.let_go();
  EXPECT_TRUE(listener.ended());
  EXPECT_THAT(messages_of(listener.heard()), SizeIs(1)) << "progress before it, nothing after it";
  EXPECT_TRUE(shop.endpoint.idle());
}

TEST(EndpointStream, AnswersWhenSomethingElseWasCancelled) {
  for (const char* params :
       {R"({"requestId":"5"})", R"({"requestId":6})", R"({"requestId":null})", "{}"}) {
    HeldShop held;
    McpShop& shop = held.shop;
    const std::string session = shop.open();
    const std::string other = shop.open();
    held.store->held = true;
    const Listener listener(shop.send(create_with_progress(session)).stream, shop.executor());
    shop.send(post(notification("notifications/cancelled", params), session));
    const auto of_another = notification("notifications/cancelled", R"({"requestId":5})");
    shop.send(post(of_another, other));
    shop.send(post(of_another));
    held.let_go();
    EXPECT_THAT(messages_of(listener.heard()), SizeIs(3)) << params;
  }
}

TEST(EndpointStream, EndsWithItsSession) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  const Listener listener(shop.send(create_with_progress(session)).stream, shop.executor());
  const Listener own(shop.send(listen(session)).stream, shop.executor());
  EXPECT_EQ(shop.send(to_mcp("DELETE", session)).status, 204);
  shop.executor().run_all();
  EXPECT_TRUE(listener.ended());
  EXPECT_TRUE(own.ended());
  held.let_go();
  EXPECT_TRUE(shop.endpoint.idle());
}

TEST(EndpointStream, AnswersAnotherRequestOfTheSameIdToo) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  const Listener first(shop.send(create_with_progress(session)).stream, shop.executor());
  const Listener second(
      shop.send(post(rpc("5", "ping", R"({"_meta":{"progressToken":2}})"), session)).stream,
      shop.executor());
  EXPECT_THAT(messages_of(second.heard()), SizeIs(3));
  held.let_go();
  EXPECT_THAT(messages_of(first.heard()), SizeIs(3));
}

TEST(EndpointStream, IsRefusedWhileTooManyCallsAreUnderWay) {
  HeldShop held;
  McpShop& shop = held.shop;
  const std::string session = shop.open();
  held.store->held = true;
  for (std::size_t i = 0; i < ClientSession::kStreams; ++i) {
    const std::string id = std::to_string(i);
    const auto response = shop.send(post(
        call(id, "create_checkout_session", test::arguments("key-" + id, {}, kCart), kProgress),
        session));
    ASSERT_NE(response.stream, nullptr);
  }
  const auto refused = shop.send(create_with_progress(session));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.stream, nullptr);
  EXPECT_EQ(raw_at(refused.body, "/error/code"), "-32000");
  held.let_go();
  EXPECT_NE(shop.send(create_with_progress(session)).stream, nullptr);
}

TEST(EndpointStream, ToldOfNothingStaysOpenAndHearsThatProductsChanged) {
  McpShop shop;
  const std::string session = shop.open();
  const auto response = shop.send(listen(session));
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  ASSERT_NE(response.stream, nullptr);
  const Listener listener(response.stream, shop.executor());
  EXPECT_THAT(messages_of(listener.heard()), IsEmpty());
  EXPECT_EQ(listener.heard(), "id: 1-0\ndata: \n\n");
  shop.endpoint.products_changed();
  shop.executor().run_all();
  const auto messages = messages_of(listener.heard());
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0], R"({"jsonrpc":"2.0","method":"notifications/resources/list_changed"})");
  EXPECT_FALSE(listener.ended());
  const Listener later(shop.send(listen(session)).stream, shop.executor());
  EXPECT_THAT(messages_of(later.heard()), IsEmpty()) << "only what is said from now on";
  EXPECT_TRUE(listener.ended());
  const Listener resumed(shop.send(listen(session, "1-0")).stream, shop.executor());
  EXPECT_THAT(messages_of(resumed.heard()), SizeIs(1)) << "and with an id what was missed";
}

TEST(EndpointStream, AnswersAFailureOfTheServer) {
  McpShop shop;
  const std::string session = shop.open();
  shop.access.broken = true;
  const Listener listener(shop.send(create_with_progress(session)).stream, shop.executor());
  EXPECT_TRUE(listener.ended());
  const auto messages = messages_of(listener.heard());
  ASSERT_FALSE(messages.empty());
  EXPECT_EQ(raw_at(messages.back(), "/id"), "5");
  EXPECT_EQ(raw_at(messages.back(), "/error/code"), "-32603");
  EXPECT_EQ(messages.back().find("gone"), std::string::npos) << "nothing of the inside";
  EXPECT_TRUE(shop.endpoint.idle());
}

}  // namespace
}  // namespace till::mcp
