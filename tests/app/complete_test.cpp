#include <gtest/gtest.h>

#include "app/checkout_service.h"
#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::MessageCode;
using checkout::RefusalCode;
using checkout::Status;

TEST(Complete, ChargesTheShownTotalAndMakesOneOrderAndOneEvent) {  // CO-02, WH-14
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 2}, {"ebook-acp", 1}}));
  const auto done = Shop::session_of(shop.complete("k", session->id, shop.token_for(*session)));
  EXPECT_EQ(done->status, Status::completed);
  ASSERT_TRUE(done->order);
  EXPECT_EQ(shop.gateway.amounts, std::vector<Amount>{session->totals.total});
  EXPECT_EQ(session->totals.total.minor, 2 * 1450 + 999 + 210 + 500);
  ASSERT_EQ(shop.announced.size(), 1U);
  EXPECT_EQ(shop.announced.front().order, done->order->id);
  EXPECT_EQ(shop.run(shop.memory.order(done->order->id, shop.executor))->value(), *done->order);
}

TEST(Complete, KeepsNoTokenOnceTheAttemptIsSettled) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.complete("k", session->id, shop.token_for(*session));
  const auto attempts = *shop.run(shop.memory.attempts_of(session->id, shop.executor));
  ASSERT_EQ(attempts.size(), 1U);
  EXPECT_EQ(attempts.front().state, AttemptState::approved);
  EXPECT_TRUE(attempts.front().token.empty());
  EXPECT_TRUE(shop.open_attempts().empty());
}

TEST(Complete, TheSameKeyGivesTheSameOrderAndAnotherPaymentIsTooLate) {  // ID-11, CO-16
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  const auto first = Shop::session_of(shop.complete("k", session->id, token));
  const auto again = shop.complete("k", session->id, token);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(Shop::session_of(again)->order, first->order);
  EXPECT_EQ(Shop::code_of(shop.complete("k2", session->id, "vt_1")), RefusalCode::session_over);
  EXPECT_EQ(shop.gateway.calls, 1);
}

struct Card {
  const char* number;
  MessageCode message;
};

TEST(Complete, ADeclineReopensTheSessionKeepsTheHoldAndANewTokenWorks) {  // CO-13
  for (const Card& card : {Card{"4000000000000002", MessageCode::payment_declined},
                           Card{"4000000000009995", MessageCode::payment_declined},
                           Card{"4000000000003220", MessageCode::requires_3ds}}) {
    SCOPED_TRACE(card.number);
    Shop shop;
    const auto session = shop.created(cart({{"poster-limited", 2}}));
    const auto token = shop.token_for(*session, card.number);
    const auto declined = Shop::session_of(shop.complete("k", session->id, token));
    EXPECT_EQ(declined->status, Status::ready_for_payment);
    EXPECT_FALSE(declined->order);
    ASSERT_EQ(declined->messages.size(), 1U);
    EXPECT_EQ(declined->messages.front().code, card.message);
    EXPECT_EQ(shop.available("poster-limited"), 1);
    EXPECT_TRUE(shop.complete("k", session->id, token).replayed);
    const auto dead = Shop::session_of(shop.complete("k2", session->id, token));
    EXPECT_EQ(dead->status, Status::ready_for_payment);
    const auto paid = shop.complete("k3", session->id, shop.token_for(*session));
    EXPECT_EQ(Shop::session_of(paid)->status, Status::completed);
    EXPECT_TRUE(shop.announced.size() == 1);
  }
}

TEST(Complete, OfASessionThatIsNotReadySpendsNothing) {  // CO-03
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}, std::nullopt));
  const auto reply = shop.complete("k", session->id, "vt_any");
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::not_ready_for_payment);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(Complete, RefusesAHandlerThatWasNotOffered) {  // PM-11
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  checkout::CompleteCommand command;
  command.handler_id = "invented";
  command.token = Secret("vt_any");
  const auto reply =
      shop.run(by_agent(shop.service).complete(shop.context("k", "b"), session->id, command));
  EXPECT_EQ(std::get<checkout::Refusal>(reply.content).field, checkout::Member::handler);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(Complete, AnswersTheNewStateAndChargesNothingWhenThePriceChanged) {  // CO-15
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  commerce::Catalog dearer = shop.catalog;
  dearer.items.front().unit_amount = commerce::Prices::of({{"usd", Amount{1500}}});
  commerce::EmbeddedCommerce commerce(dearer, shop.store);
  CheckoutService service({shop.store, commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, nullptr, [](const OutboxEvent&) {}});
  checkout::CompleteCommand command;
  command.token = Secret(token);
  const auto reply =
      shop.run(by_agent(service).complete(shop.context("k", "b"), session->id, command));
  const auto changed = Shop::session_of(reply);
  EXPECT_EQ(changed->status, Status::ready_for_payment);
  EXPECT_EQ(changed->lines.front().unit_amount.minor, 1500);
  ASSERT_EQ(changed->messages.size(), 1U);
  EXPECT_EQ(changed->messages.front().code, MessageCode::price_change);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(Doubt, LeavesThePaymentInProgressAndItsKeyOpenUntilItIsSettled) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session, "4000000000000119");
  const auto waiting = Shop::session_of(shop.complete("k", session->id, token));
  EXPECT_EQ(waiting->status, Status::complete_in_progress);
  EXPECT_EQ(Shop::code_of(shop.complete("k", session->id, token)),
            RefusalCode::idempotency_in_flight);
  EXPECT_EQ(Shop::code_of(shop.complete("k2", session->id, token)),
            RefusalCode::payment_in_progress);
  EXPECT_EQ(Shop::code_of(shop.cancel("c", session->id)), RefusalCode::payment_in_progress);
  const auto open = shop.open_attempts();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_TRUE(shop.run(shop.service.settle(open.front(), shop.executor)));
  const auto settled = shop.complete("k", session->id, token);
  EXPECT_TRUE(settled.replayed);
  EXPECT_EQ(Shop::session_of(settled)->status, Status::completed);
  EXPECT_EQ(shop.announced.size(), 1U);
  EXPECT_EQ(shop.gateway.keys.front(), shop.gateway.keys.back());
}

TEST(Doubt, IsNeverADecline) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("k", session->id, token);
  EXPECT_FALSE(shop.run(shop.service.settle(shop.open_attempts().front(), shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::complete_in_progress);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().front(), shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::completed);
}

TEST(Doubt, SettlingTwiceMakesOneOrder) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.complete("k", session->id, shop.token_for(*session, "4000000000000119"));
  const auto attempt = shop.open_attempts().front();
  EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(Doubt, AnUnsettledPaymentOutlivesTheDeadlineOfItsSession) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.complete("k", session->id, shop.token_for(*session, "4000000000000119"));
  shop.clock.advance(Milliseconds(7 * 3600 * 1000));
  EXPECT_FALSE(shop.run(shop.service.expire(session->id, shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::complete_in_progress);
}

// Every store call of a purchase fails once, for each of them: afterwards the agent retries with
// its key and the reconciler settles. There must be one order and one spent token, always.
TEST(Faults, WhicheverStoreCallFailsThereIsOneChargeAndOneOrder) {
  for (const CommitOutcome fault : {CommitOutcome::busy, CommitOutcome::session_changed}) {
    for (int nth = 1; nth <= 12; ++nth) {
      SCOPED_TRACE(nth);
      FaultyStore* faulty = nullptr;
      Shop shop([&faulty](Store& inner) {
        auto made = std::make_unique<FaultyStore>(inner);
        faulty = made.get();
        return made;
      });
      const auto session = shop.created(cart({{"poster-limited", 2}}));
      const auto token = shop.token_for(*session);
      faulty->fail_nth_call(nth, fault);
      shop.complete("k", session->id, token);
      faulty->fail_nth_call(0, fault);
      for (const auto& attempt : shop.open_attempts()) {
        EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
      }
      const auto done = Shop::session_of(shop.complete("k", session->id, token));
      EXPECT_EQ(done->status, Status::completed);
      EXPECT_EQ(shop.announced.size(), 1U);
      EXPECT_EQ(shop.available("poster-limited"), 1);
      EXPECT_EQ(*Shop::session_of(shop.get(session->id)), *done);
    }
  }
}

}  // namespace
}  // namespace till::app
