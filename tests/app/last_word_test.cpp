// The shop's last word: asked once before a charge, and nothing is charged against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::MessageCode;
using checkout::RefusalCode;
using checkout::Status;
using testing::HasSubstr;

class Decider final : public LastWord {
 public:
  bool is_wanted() const override { return wanted; }
  Task<bool> accepts(const PurchaseQuestion& purchase, Executor&) override {
    asked.push_back(purchase);
    co_return says;
  }
  bool wanted = true;
  bool says = true;
  std::vector<PurchaseQuestion> asked;
};

struct Deciding {
  explicit Deciding(std::function<std::unique_ptr<Store>(Store&)> wrap = nullptr)
      : shop(std::move(wrap)),
        service({shop.store, shop.commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                 shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}, false,
                 nullptr, nullptr, &decider}),
        session(shop.created(cart({{"mug-blue", 2}}))),
        token(shop.token_for(*session)) {}
  checkout::CompleteCommand command() const { return shop.payment(token); }
  Reply complete(const std::string& key) { return complete(key, command()); }
  Reply complete(const std::string& key, const checkout::CompleteCommand& with) {
    return shop.run(by_agent(service).complete(shop.context(key, "body"), session->id, with));
  }

  Decider decider;
  Shop shop;
  CheckoutService service;
  checkout::SessionPtr session;
  std::string token;
};

TEST(TheLastWord, IsAskedOfTheWholePurchaseBeforeItIsCharged) {
  Deciding deciding;
  checkout::CompleteCommand command = deciding.command();
  command.risk_signals.emplace().ip_address = "192.0.2.7";
  EXPECT_EQ(Shop::session_of(deciding.complete("k", command))->status, Status::completed);
  ASSERT_EQ(deciding.decider.asked.size(), 1U);
  const PurchaseQuestion& asked = deciding.decider.asked.front();
  EXPECT_EQ(asked.session, deciding.session->id);
  const std::string total = std::to_string(deciding.session->totals.total.minor);
  EXPECT_THAT(asked.body, HasSubstr(R"("payment":{"provider":"sandbox","amount":)" + total + "}"));
  EXPECT_THAT(asked.body, HasSubstr("192.0.2.7"));
  EXPECT_EQ(deciding.shop.gateway.calls, 1);
}

TEST(TheLastWord, OfNoLeavesTheSessionOpenWithNothingCharged) {
  Deciding deciding;
  deciding.decider.says = false;
  const Reply reply = deciding.complete("k");
  const auto left = Shop::session_of(reply);
  EXPECT_EQ(left->status, Status::ready_for_payment);
  ASSERT_EQ(left->messages.size(), 1U);
  EXPECT_EQ(left->messages[0].code, MessageCode::payment_declined);
  EXPECT_EQ(left->messages[0].text.id, checkout::TextId::purchase_not_accepted);
  EXPECT_TRUE(left->messages[0].text.arguments.empty()) << "the reason is private";
  EXPECT_EQ(left->declines, 0) << "it tells nothing of a card";
  EXPECT_EQ(left->holds, deciding.session->holds);
  EXPECT_EQ(deciding.shop.gateway.calls, 0);
  EXPECT_TRUE(deciding.shop.open_attempts().empty());
  EXPECT_TRUE(deciding.complete("k").replayed);
  EXPECT_EQ(deciding.decider.asked.size(), 1U);
  deciding.decider.says = true;
  EXPECT_EQ(Shop::session_of(deciding.complete("k2"))->status, Status::completed)
      << "with the same token, which was not spent";
}

TEST(TheLastWord, IsNotAskedWhereTheShopDoesNotWantTo) {
  Deciding deciding;
  deciding.decider.wanted = deciding.decider.says = false;
  EXPECT_EQ(Shop::session_of(deciding.complete("k"))->status, Status::completed);
  EXPECT_TRUE(deciding.decider.asked.empty());
}

// Completes a purchase that another process changes a second later, before it is committed.
std::size_t asked_when(const std::function<void(checkout::Session&)>& changed) {
  FaultyStore* faulty = nullptr;
  Deciding deciding([&faulty](Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    faulty = made.get();
    return made;
  });
  faulty->before_commit = [&] {
    faulty->before_commit = nullptr;
    deciding.shop.clock.advance(Milliseconds(1'000));
    Changeset other;
    auto touched = *Shop::session_of(deciding.shop.get(deciding.session->id));
    ++touched.version;
    changed(touched);
    other.session = std::make_shared<const checkout::Session>(std::move(touched));
    deciding.shop.run(deciding.shop.memory.commit(std::move(other), deciding.shop.executor));
  };
  checkout::CompleteCommand command = deciding.command();
  command.consents = {{"email", true}};
  EXPECT_EQ(Shop::session_of(deciding.complete("k", command))->status, Status::completed);
  return deciding.decider.asked.size();
}

TEST(TheLastWord, IsAskedOnceThoughACommitIsLost) {
  EXPECT_EQ(asked_when([](checkout::Session&) {}), 1U);
}

TEST(TheLastWord, IsAskedAgainOfAnotherPurchase) {
  EXPECT_EQ(asked_when([](checkout::Session& session) { session.order_notes = "Ring."; }), 2U);
}

TEST(TheLastWord, IsAskedOfAPurchaseThatTheOperatorApproves) {
  Deciding deciding;
  checkout::CompleteCommand command = deciding.command();
  command.approval_required = true;
  const auto waiting = Shop::session_of(deciding.complete("k", command));
  EXPECT_EQ(waiting->status, Status::pending_approval);
  EXPECT_TRUE(deciding.decider.asked.empty()) << "not before somebody looked at it";
  const auto approve = [&] {
    return deciding.shop
        .run(deciding.service.approve(waiting->id, std::nullopt, deciding.shop.executor))
        .reply;
  };
  deciding.decider.says = false;
  EXPECT_EQ(Shop::code_of(approve()), RefusalCode::not_ready_for_payment);
  EXPECT_EQ(Shop::session_of(deciding.shop.get(waiting->id))->status, Status::pending_approval);
  EXPECT_EQ(deciding.shop.gateway.calls, 0);
  deciding.decider.says = true;
  EXPECT_EQ(Shop::session_of(approve())->status, Status::completed);
  EXPECT_EQ(deciding.decider.asked.size(), 2U);
}

}  // namespace
}  // namespace till::app
