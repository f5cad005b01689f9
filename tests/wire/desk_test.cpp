// The desk: what is asked is decoded, done once a key, and answered in a dialect.
#include "wire/desk.h"

#include <gtest/gtest.h>

#include "app/shop.h"
#include "wire/toy_dialect.h"

namespace till::wire {
namespace {

using app::Operation;

constexpr const char* kTwoMugs =
    R"({"line_items":[{"id":"mug-blue","quantity":2}],"currency":"usd","capabilities":{}})";

struct DeskShop : app::Shop {
  DeskShop() { dialects = test::two_dialects(profile); }
  const Dialect& acp() const { return dialects.newest(); }
  const Dialect& toy() const { return *dialects.all().at(1); }

  Answer look(const Dialect& dialect, Operation operation, const std::string& id,
              const std::string& agent = "agent-a") {
    return run(desk.serve(dialect, Asked{operation, agent, id}, std::nullopt, executor));
  }
  Answer change(const Dialect& dialect, Operation operation, const std::string& key,
                const std::string& body, const std::string& id = {},
                const std::string& agent = "agent-a") {
    Asked asked{operation, agent, id, key};
    asked.scope = Desk::key_scope(dialect, asked);
    return run(desk.serve(dialect, asked, std::move(*json::Body::parse(body)), executor));
  }

  Desk desk{{service, orders, dialects, clock}};
};

std::string id_in(const Answer& answer) {
  const auto body = json::Body::parse(answer.text());
  return std::string(body->root().at("id").text());
}

TEST(Desks, AnswerWhatWasBegunAsCreatedAndWhatWasThereAsOk) {  // EP-01
  DeskShop shop;
  const Answer created = shop.change(shop.acp(), Operation::create, "k", kTwoMugs);
  EXPECT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(shop.look(shop.acp(), Operation::read, id_in(created)).status, 200);
  const Answer updated = shop.change(shop.acp(), Operation::update, "k", "{}", id_in(created));
  EXPECT_EQ(updated.status, 200) << "the key was used at another path";
  EXPECT_FALSE(updated.replayed);
}

TEST(Desks, KeepTheKeysOfAgentsPathsAndOperationsApart) {  // ID-03
  DeskShop shop;
  const auto scope = [&shop](Operation operation, const char* agent, const char* id,
                             const char* key) {
    return Desk::key_scope(shop.acp(), Asked{operation, agent, id, key});
  };
  const Digest one = scope(Operation::update, "agent-a", "cs_1", "k");
  EXPECT_EQ(one, scope(Operation::update, "agent-a", "cs_1", "k"));
  EXPECT_NE(one, scope(Operation::update, "agent-b", "cs_1", "k"));
  EXPECT_NE(one, scope(Operation::update, "agent-a", "cs_2", "k"));
  EXPECT_NE(one, scope(Operation::complete, "agent-a", "cs_1", "k"));
  EXPECT_NE(one, scope(Operation::update, "agent-a", "cs_1", "l"));
}

TEST(Desks, GiveAKeyItsFirstAnswerInTheDialectOfThen) {
  for (const bool toy_first : {false, true}) {
    DeskShop shop;
    const Dialect& one = toy_first ? shop.toy() : shop.acp();
    const Dialect& other = toy_first ? shop.acp() : shop.toy();
    const Answer first = shop.change(one, Operation::create, "k", kTwoMugs);
    EXPECT_EQ(first.body.starts_with(R"({"toy")"), toy_first) << first.body;
    const Answer again = shop.change(other, Operation::create, "k", kTwoMugs);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.status, first.status);
    EXPECT_TRUE(again.replayed);
    const Answer conflict = shop.change(other, Operation::create, "k", R"({"line_items":[]})");
    EXPECT_EQ(conflict.status, 422);
    EXPECT_EQ(conflict.body.starts_with(R"({"toy")"), !toy_first) << "nothing is given again";
  }
}

TEST(Desks, ShowOrdersToTheAgentThatBought) {  // EP-09
  DeskShop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 2}}));
  const auto sold =
      app::Shop::session_of(shop.complete("pay", session->id, shop.token_for(*session)));
  const std::string order = sold->order->id.text();
  EXPECT_EQ(shop.look(shop.acp(), Operation::read_order, order).status, 200);
  EXPECT_EQ(shop.look(shop.acp(), Operation::read_order, order, "agent-b").status, 404);
  EXPECT_EQ(shop.look(shop.acp(), Operation::read_order, "ord_1").status, 404);
}

TEST(Desks, FindNothingUnderAnIdThatIsNoneOfOurs) {
  DeskShop shop;
  for (const Operation operation : {Operation::update, Operation::complete, Operation::cancel,
                                    Operation::replace_cart, Operation::cancel_cart}) {
    const char* body = operation == Operation::complete
                           ? R"({"payment_data":{"handler_id":"card_tokenized","instrument":)"
                             R"({"type":"card","credential":{"type":"spt","token":"vt_1"}}}})"
                       : operation == Operation::replace_cart
                           ? R"({"line_items":[{"id":"mug-blue"}]})"
                           : "{}";
    EXPECT_EQ(shop.change(shop.acp(), operation, "k", body, "none").status, 404);
  }
  EXPECT_EQ(shop.look(shop.acp(), Operation::read, "none").status, 404);
  EXPECT_EQ(shop.look(shop.acp(), Operation::read_cart, "none").status, 404);
}

// Whatever the order tells later, its agent reads it as it bought.
TEST(Desks, TellOfAnOrderInTheDialectInWhichItWasBought) {
  for (const bool in_toy : {false, true}) {
    DeskShop shop;
    const auto session = shop.created(app::cart({{"mug-blue", 2}}));
    const std::string pay = R"({"payment_data":{"handler_id":"card_tokenized","instrument":)"
                            R"({"type":"card","credential":{"type":"spt","token":")" +
                            shop.token_for(*session) + R"("}}}})";
    const Answer sold = shop.change(in_toy ? shop.toy() : shop.acp(), Operation::complete, "pay",
                                    pay, session->id.text());
    EXPECT_EQ(sold.status, 200) << sold.body;
    const auto order = app::Shop::session_of(shop.get(session->id))->order;
    ASSERT_TRUE(order);
    shop.run(shop.orders.change(order->id, checkout::ShipOrder{}, std::nullopt, shop.executor));
    ASSERT_EQ(shop.announced.size(), 2U);
    for (const auto& event : shop.announced) {
      EXPECT_EQ(event.body.starts_with(R"({"toy":{"type":"order_)"), in_toy) << event.body;
    }
  }
}

// As after a return to a Till that did not know the dialect yet.
TEST(Desks, AnswerAFaultWhereTheFirstAnswersDialectIsNotSpokenAnyMore) {
  DeskShop shop;
  EXPECT_EQ(shop.change(shop.toy(), Operation::create, "k", kTwoMugs).status, 201);
  shop.dialects = Dialects(shop.profile, {true});
  EXPECT_EQ(shop.change(shop.acp(), Operation::create, "k", kTwoMugs).status, 500);
}

TEST(Acp, LeadsToTheVaultOnlyWhereItIsOpen) {
  const checkout::SellerProfile seller;
  const auto paths = [&seller](bool open) {
    return path_of(Dialects(seller, {open}).newest(), Operation::vault, "");
  };
  EXPECT_EQ(paths(true), "/agentic_commerce/delegate_payment");
  EXPECT_EQ(paths(false), "");
}

}  // namespace
}  // namespace till::wire
