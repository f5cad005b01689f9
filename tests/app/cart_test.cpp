// Carts: estimates that hold nothing, kept until they expire (A20).
#include "checkout/cart.h"

#include <gtest/gtest.h>

#include "app/background.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::RefusalCode;
using checkout::SessionPtr;

struct CartShop : Shop {
  static checkout::CartCommand of(std::vector<std::pair<std::string, std::int64_t>> lines) {
    checkout::CartCommand command;
    command.lines = cart(std::move(lines)).lines;
    return command;
  }
  Reply make(const std::string& key, const checkout::CartCommand& command) {
    return run(by_agent(service).create_cart(context(key, key + "-body"), command));
  }
  CartId made(std::vector<std::pair<std::string, std::int64_t>> lines) {
    const auto reply = make("make-" + std::to_string(++made_count), of(std::move(lines)));
    return {session_of(reply)->id.bytes};
  }
  Reply replace(const std::string& key, CartId id, const checkout::CartCommand& command) {
    return run(by_agent(service).replace_cart(context(key, key + "-body"), id, command));
  }
  Reply call_off(const std::string& key, CartId id) {
    return run(by_agent(service).cancel_cart(context(key, "{}"), id, checkout::CancelCommand{}));
  }
  Reply show(CartId id, const std::string& agent = "agent-a") {
    return run(by_agent(service).get_cart(agent, id, executor));
  }
  int made_count = 0;
};

TEST(Carts, EstimateInTheCurrencyOfTheShopAndHoldNothing) {  // CT-01, CT-06, CT-14
  CartShop shop;
  const auto reply = shop.make("k", CartShop::of({{"poster-limited", 2}, {"ebook-acp", 1}}));
  EXPECT_EQ(std::get<SessionReply>(reply.content).success, Success::created);
  const SessionPtr cart = Shop::session_of(reply);
  EXPECT_EQ(cart->currency, "usd");
  EXPECT_EQ(cart->totals.total.minor, 8999);
  EXPECT_EQ(cart->totals.tax.minor, 0);
  EXPECT_TRUE(cart->messages.empty()) << "a cart needs no address";
  EXPECT_TRUE(cart->options.empty()) << "CT-12";
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

TEST(Carts, TellWhatCannotBeHadAndKeepItsLine) {  // CT-07 to CT-09
  CartShop shop;
  const auto cart = Shop::session_of(
      shop.make("k", CartShop::of({{"cap-sold-out", 1}, {"poster-limited", 4}, {"mug-blue", 1}})));
  ASSERT_EQ(cart->lines.size(), 3U);
  ASSERT_EQ(cart->messages.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(cart->messages[i].type, checkout::MessageType::error);
    EXPECT_EQ(cart->messages[i].code, checkout::MessageCode::out_of_stock);
    EXPECT_EQ(cart->messages[i].field, Field(Member::line, i));
  }
}

TEST(Carts, AreReplacedWholeAndKeepTheIdsOfLinesThatStay) {  // CT-03, CT-13
  CartShop shop;
  auto command = CartShop::of({{"mug-blue", 2}, {"ebook-acp", 1}});
  command.buyer.emplace();
  command.buyer->email = "ann@example.com";
  const SessionPtr before = Shop::session_of(shop.make("k", command));
  const SessionPtr after = Shop::session_of(
      shop.replace("r", {before->id.bytes}, CartShop::of({{"ebook-acp", 3}, {"desk-oak", 1}})));
  ASSERT_EQ(after->lines.size(), 2U);
  EXPECT_EQ(after->lines[0].id, before->lines[1].id);
  EXPECT_EQ(after->lines[0].quantity, 3);
  EXPECT_FALSE(after->buyer.has_value());
  EXPECT_EQ(*Shop::session_of(shop.show({before->id.bytes})), *after);
}

TEST(Carts, AreKnownToTheirAgentUntilTheyAreOver) {  // CT-02, CT-04
  CartShop shop;
  const CartId id = shop.made({{"mug-blue", 1}});
  const SessionPtr last = Shop::session_of(shop.show(id));
  EXPECT_EQ(Shop::code_of(shop.show(id, "agent-b")), RefusalCode::not_found);
  const SessionPtr canceled = Shop::session_of(shop.call_off("c", id));
  EXPECT_EQ(canceled->lines, last->lines);
  EXPECT_EQ(canceled->totals, last->totals);
  EXPECT_EQ(Shop::code_of(shop.show(id)), RefusalCode::not_found);
  EXPECT_EQ(Shop::code_of(shop.replace("r", id, CartShop::of({{"mug-blue", 1}}))),
            RefusalCode::not_found);
  EXPECT_EQ(Shop::code_of(shop.call_off("c2", id)), RefusalCode::not_found);
  EXPECT_TRUE(shop.call_off("c", id).replayed) << "ID-25";
}

TEST(Carts, LiveOnFromTheirLastChange) {  // CT-10
  CartShop shop;
  shop.profile.cart_lifetime = Milliseconds(1000);
  const CartId id = shop.made({{"mug-blue", 1}});
  shop.clock.advance(Milliseconds(999));
  const auto changed = Shop::session_of(shop.replace("r", id, CartShop::of({{"mug-blue", 2}})));
  EXPECT_EQ(changed->expires_at, shop.clock.now() + Milliseconds(1000));
  shop.clock.advance(Milliseconds(999));
  EXPECT_TRUE(shop.run(shop.service.expire({id.bytes}, shop.executor))) << "the next deadline";
  EXPECT_FALSE(shop.run(shop.service.expire({id.bytes}, shop.executor)));
  const auto shown = Shop::session_of(shop.show(id));
  EXPECT_EQ(shown->status, changed->status);
  EXPECT_EQ(shown->lines, changed->lines);
  EXPECT_EQ(shown->expires_at, changed->expires_at);
  shop.clock.advance(Milliseconds(1));
  EXPECT_EQ(Shop::code_of(shop.show(id)), RefusalCode::not_found);
  EXPECT_TRUE(shop.run(shop.service.expire({id.bytes}, shop.executor)));
  EXPECT_EQ(shop.available("mug-blue"), 1'000'000);
}

TEST(Carts, AreNoSessionsNorSessionsCarts) {
  CartShop shop;
  const CartId id = shop.made({{"ebook-acp", 1}});
  const SessionId as_session{id.bytes};
  EXPECT_EQ(Shop::code_of(shop.get(as_session)), RefusalCode::not_found);
  EXPECT_EQ(Shop::code_of(shop.update("u", as_session, {})), RefusalCode::not_found);
  EXPECT_EQ(Shop::code_of(shop.cancel("x", as_session)), RefusalCode::not_found);
  EXPECT_EQ(Shop::code_of(shop.complete("p", as_session, "vt_1")), RefusalCode::not_found);
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  EXPECT_EQ(Shop::code_of(shop.show({session->id.bytes})), RefusalCode::not_found);
}

TEST(Carts, ReplayAKeyAndRunAgainWithoutOne) {  // ID-10, ID-12, ID-21
  CartShop shop;
  const CartId id = shop.made({{"mug-blue", 1}});
  const auto command = CartShop::of({{"mug-blue", 2}});
  EXPECT_FALSE(shop.replace("r", id, command).replayed);
  EXPECT_TRUE(shop.replace("r", id, command).replayed);
  const auto other =
      shop.run(by_agent(shop.service).replace_cart(shop.context("r", "other"), id, command));
  EXPECT_EQ(Shop::code_of(other), RefusalCode::idempotency_conflict);
  for (std::uint64_t version = 3; version <= 4; ++version) {
    auto context = shop.context("", "body");
    context.keyed = false;
    const auto reply = shop.run(by_agent(shop.service).replace_cart(context, id, command));
    EXPECT_FALSE(reply.replayed);
    EXPECT_EQ(Shop::session_of(reply)->version, version);
  }
}

}  // namespace
}  // namespace till::app
