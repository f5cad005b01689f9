// Payments and who charged them: what a provider takes, and one that is configured no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/background.h"
#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::OrderRefusalCode;
using checkout::RefusalCode;
using checkout::Status;
using testing::IsEmpty;
using testing::SizeIs;

struct Bought : Shop {
  Bought() {
    const auto session = created(cart({{"poster-limited", 1}}));
    sold = session_of(complete("complete", session->id, token_for(*session)))->order.value();
  }
  OrderAnswer change(const checkout::OrderCommand& command) {
    return run(orders.change(sold.id, command, {}, executor));
  }
  checkout::Order now() { return run(memory.order(sold.id, executor)).value().value(); }
  checkout::Order sold;
};

TEST(AnOrder, RemembersWhoChargedIt) {
  Bought shop;
  EXPECT_EQ(shop.sold.provider, "sandbox");
  const auto attempts =
      *shop.run(shop.memory.attempts_of(shop.sold.checkout_session_id, shop.executor));
  EXPECT_EQ(attempts.at(0).provider, "sandbox");
}

TEST(AnOrder, OfAnotherProviderIsRefusedItsMoneyAndKeepsEverything) {
  for (const checkout::OrderCommand& command :
       {checkout::OrderCommand(checkout::RefundOrder{}),
        checkout::OrderCommand(checkout::RefundOrder{Amount{100}, {}}),
        checkout::OrderCommand(checkout::CancelOrder{})}) {
    Bought shop;
    shop.gateway.called = "stripe";
    const auto answer = shop.change(command);
    const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer);
    ASSERT_NE(refusal, nullptr);
    EXPECT_EQ(refusal->code, OrderRefusalCode::provider_not_configured);
    EXPECT_THAT(refusal->text.arguments, testing::ElementsAre("sandbox"));
    EXPECT_EQ(shop.now(), shop.sold);
    EXPECT_THAT(shop.gateway.refunds, IsEmpty());
  }
}

TEST(AnOrder, OfAnotherProviderIsStillShipped) {
  Bought shop;
  shop.gateway.called = "stripe";
  EXPECT_TRUE(std::holds_alternative<OrderReply>(shop.change(checkout::ShipOrder{})));
}

TEST(AnOrder, OfAnOlderFormatIsThatOfTheConfiguredProvider) {
  Bought shop;
  auto loaded = shop.run(shop.memory.load(shop.sold.checkout_session_id, {}, shop.executor));
  checkout::Session older = *loaded->session;
  older.version += 1;
  older.order->provider.clear();
  Changeset changeset;
  changeset.order = older.order;
  changeset.session = std::make_shared<const checkout::Session>(std::move(older));
  shop.run(shop.memory.commit(std::move(changeset), shop.executor));
  EXPECT_TRUE(std::holds_alternative<OrderReply>(shop.change(checkout::RefundOrder{})));
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
}

TEST(AStep, BegunAtAnotherProviderWaitsForIt) {
  Bought shop;
  shop.gateway.silent = true;
  shop.change(checkout::RefundOrder{});
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  shop.gateway.silent = false;
  shop.gateway.called = "stripe";
  EXPECT_FALSE(shop.run(shop.orders.settle(shop.open_attempts()[0])));
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1)) << "the other provider is not asked";
  shop.gateway.called = "sandbox";
  EXPECT_TRUE(shop.run(shop.orders.settle(shop.open_attempts()[0])));
  EXPECT_EQ(shop.now().adjustments.at(0).status, checkout::AdjustmentStatus::completed);
}

// A purchase whose charge at the sandbox was not answered, and then Stripe was configured.
struct Moved : Shop {
  Moved() {
    const auto session = created(cart({{"ebook-acp", 1}}));
    gateway.silent = true;
    complete("complete", session->id, token_for(*session));
    gateway.silent = false;
    gateway.called = "stripe";
    id = session->id;
  }
  Reply decide(const checkout::PaymentVerdict& verdict) {
    return run(service.decide_payment(id, verdict, executor));
  }
  SessionId id;
};

TEST(APayment, InDoubtAtAnotherProviderIsNotAskedForAtThisOne) {
  Moved shop;
  const int before = shop.gateway.calls;
  EXPECT_FALSE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  EXPECT_EQ(shop.gateway.calls, before);
  EXPECT_EQ(Shop::code_of(shop.decide({"sandbox_1"})), RefusalCode::provider_not_configured);
  EXPECT_EQ(Shop::session_of(shop.get(shop.id))->status, Status::complete_in_progress);
  shop.gateway.called = "sandbox";
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(shop.id))->status, Status::completed);
}

TEST(APayment, ThatAPersonKnowsWasNotChargedNeedsNoProvider) {
  Moved shop;
  EXPECT_EQ(Shop::session_of(shop.decide({}))->status, Status::ready_for_payment);
}

TEST(ATotal, IsBroughtToWhatTheProviderChargesBeforeItIsShown) {
  Shop shop;
  shop.gateway.charges = {10, {50}, Amount{5000}};
  const auto session = shop.created(cart({{"mug-blue", 1}}));  // 1450 + 105 tax + 500
  EXPECT_EQ(session->totals.total, Amount{2060});
  const auto paid =
      Shop::session_of(shop.complete("complete", session->id, shop.token_for(*session)));
  EXPECT_EQ(paid->status, Status::completed);
  EXPECT_EQ(shop.gateway.amounts, std::vector<Amount>{Amount{2060}});
}

TEST(ATotal, BeyondWhatTheProviderChargesIsNotPaid) {
  Shop shop;
  shop.gateway.charges = {1, {}, Amount{5000}};
  const auto session = shop.created(cart({{"mug-blue", 4}}));
  EXPECT_EQ(session->status, Status::not_ready_for_payment);
  EXPECT_EQ(Shop::code_of(shop.complete("complete", session->id, "vt_1")),
            RefusalCode::not_ready_for_payment);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(ARefund, OfAPartThatIsNotMovedIsRefused) {
  Bought shop;
  shop.gateway.charges.step = 10;
  const auto answer = shop.change(checkout::RefundOrder{Amount{101}, {}});
  const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->code, OrderRefusalCode::amount_not_payable);
  EXPECT_THAT(refusal->text.arguments, testing::ElementsAre("0.10", "usd"));
  EXPECT_TRUE(
      std::holds_alternative<OrderReply>(shop.change(checkout::RefundOrder{Amount{100}, {}})));
}

struct Particular : Shop {
  Particular() {
    auto command = cart({{"poster-limited", 1}});
    command.buyer.emplace().email = "ann@example.com";
    session = created(command);
    gateway.particular = true;
  }
  checkout::SessionPtr session;
};

TEST(APlainCharge, IsAskedForUnderAnotherKeyWhenTheProviderWantsIt) {
  Particular shop;
  const auto paid =
      Shop::session_of(shop.complete("complete", shop.session->id, shop.token_for(*shop.session)));
  EXPECT_EQ(paid->status, Status::completed);
  ASSERT_THAT(shop.gateway.requests, SizeIs(2));
  const ChargeRequest& whole = shop.gateway.requests[0];
  const ChargeRequest& plain = shop.gateway.requests[1];
  EXPECT_EQ(whole.receipt_email, "ann@example.com");
  EXPECT_TRUE(whole.shipping);
  EXPECT_FALSE(plain.receipt_email);
  EXPECT_FALSE(plain.shipping);
  EXPECT_NE(whole.gateway_key, plain.gateway_key);
  EXPECT_FALSE(plain.repeated);
  EXPECT_EQ(whole.attempt, plain.attempt);
}

TEST(APlainCharge, InDoubtIsAskedForByItsOwnKeyAlone) {
  Particular shop;
  shop.gateway.silent_when_plain = true;
  const auto answer = shop.complete("complete", shop.session->id, shop.token_for(*shop.session));
  EXPECT_EQ(Shop::session_of(answer)->status, Status::complete_in_progress);
  shop.gateway.silent_when_plain = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  ASSERT_THAT(shop.gateway.keys, SizeIs(3));
  EXPECT_EQ(shop.gateway.keys[1], shop.gateway.keys[2]);
  EXPECT_TRUE(shop.gateway.requests[2].repeated);
  EXPECT_EQ(Shop::session_of(shop.get(shop.session->id))->status, Status::completed);
}

TEST(Declines, OfOneSessionAreBounded) {
  Shop shop;
  shop.profile.most_declines = 3;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  for (int i = 0; i < 3; ++i) {
    const std::string token = shop.token_for(*session, "4000000000000002");
    const auto reply = shop.complete("k" + std::to_string(i), session->id, token);
    EXPECT_EQ(Shop::session_of(reply)->status, Status::ready_for_payment);
  }
  const std::string good = shop.token_for(*session);
  EXPECT_EQ(Shop::code_of(shop.complete("k3", session->id, good)), RefusalCode::too_many_declines);
  EXPECT_EQ(shop.gateway.calls, 3);
  EXPECT_EQ(Shop::session_of(shop.cancel("c", session->id))->status, Status::canceled);
}

TEST(Declines, DoNotCountWhatSaysNothingOfTheCard) {
  Shop shop;
  shop.profile.most_declines = 1;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.gateway.silent = true;
  shop.complete("k", session->id, shop.token_for(*session));
  shop.gateway.silent = false;
  shop.run(shop.service.decide_payment(session->id, {}, shop.executor));
  EXPECT_EQ(Shop::session_of(shop.complete("k2", session->id, shop.token_for(*session)))->status,
            Status::completed);
}

TEST(ACompletedSession, AnswersWithItsOrderWhoeverRepeatsItsPayment) {  // CO-16
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const std::string token = shop.token_for(*session);
  const std::string other = shop.token_for(*session);
  const auto first = Shop::session_of(shop.complete("k", session->id, token));
  const auto again = shop.complete("another key", session->id, token);
  EXPECT_EQ(Shop::session_of(again)->order, first->order);
  EXPECT_EQ(Shop::code_of(shop.complete("k3", session->id, other)), RefusalCode::session_over);
  EXPECT_EQ(Shop::code_of(shop.complete("k4", session->id, "")), RefusalCode::session_over);
  EXPECT_EQ(shop.gateway.calls, 1);
}

TEST(AHandler, TakesOnlyWhatItOffers) {  // PM-12
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  struct TypeRow {
    const char* instrument;
    const char* credential;
    checkout::Member member;
  };
  using checkout::Member;
  for (const TypeRow& row : {TypeRow{"bank_transfer", "spt", Member::instrument_type},
                             TypeRow{"card", "pan", Member::credential_type},
                             TypeRow{"Card", "spt", Member::instrument_type}}) {
    auto command = shop.payment(shop.token_for(*session));
    command.instrument_type = row.instrument;
    command.credential_type = row.credential;
    const auto reply =
        shop.run(by_agent(shop.service)
                     .complete(shop.context(std::string(row.instrument) + row.credential, "body"),
                               session->id, command));
    EXPECT_EQ(Shop::code_of(reply), RefusalCode::invalid);
    EXPECT_EQ(std::get<checkout::Refusal>(reply.content).field, row.member);
  }
  EXPECT_EQ(shop.gateway.calls, 0);
}

// A garbage token before an approval and a challenge that is called off tell as much as a charge.
TEST(Declines, CountWhateverTellsOfACard) {
  const auto tries = [](bool by_look) {
    Shop shop;
    shop.profile.most_declines = 2;
    auto asked = cart({{"mug-blue", 1}});
    asked.capabilities.three_ds = true;
    const auto session = shop.created(asked);
    int count = 0;
    for (; count < 9; ++count) {
      auto pay = shop.payment(by_look ? "garbage" : shop.token_for(*session, "4000000000003220"));
      pay.approval_required = by_look;
      const auto key = "k" + std::to_string(count);
      const auto reply =
          shop.run(by_agent(shop.service).complete(shop.context(key, key), session->id, pay));
      if (!std::holds_alternative<SessionReply>(reply.content)) break;
      if (!by_look) shop.update("u" + key, session->id, {});
    }
    return count;
  };
  EXPECT_EQ(tries(true), 2);
  EXPECT_EQ(tries(false), 2);
}

}  // namespace
}  // namespace till::app
