// A payment in doubt that the operator settles by what the provider shows.
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::PaymentVerdict;
using checkout::RefusalCode;
using checkout::Status;

// A purchase that was charged without an answer.
struct InDoubt : Shop {
  InDoubt() : session(created(cart({{"poster-limited", 1}}))) {
    const std::string token = token_for(*session, "4000000000000119");
    charge = "sandbox_" + token.substr(3);
    complete("k", session->id, token);
  }
  Reply decide(PaymentVerdict verdict) {
    return run(service.decide_payment(session->id, std::move(verdict), executor));
  }
  Status status() { return session_of(get(session->id))->status; }

  checkout::SessionPtr session;
  std::string charge;
};

TEST(AnOperatorsWord, ThatItWasChargedMakesOneOrder) {
  InDoubt shop;
  const auto decided = Shop::session_of(shop.decide({shop.charge}));
  EXPECT_EQ(decided->status, Status::completed);
  ASSERT_TRUE(decided->order.has_value());
  EXPECT_EQ(decided->order->payment_reference, shop.charge);
  EXPECT_TRUE(shop.open_attempts().empty());
  EXPECT_EQ(shop.announced.size(), 1U);
  EXPECT_EQ(Shop::code_of(shop.decide({shop.charge})), RefusalCode::payment_not_in_doubt);
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(AnOperatorsWord, LeavesAnOrderAuthorizedWhereTheMoneyIsTakenLater) {
  Shop shop;
  CheckoutService later({shop.store, shop.commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                         shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {},
                         true});
  const auto session = shop.created(cart({{"poster-limited", 1}}));
  const std::string token = shop.token_for(*session, "4000000000000119");
  shop.run(by_agent(later).complete(shop.context("k", "b"), session->id, shop.payment(token)));
  const PaymentVerdict verdict{"sandbox_" + token.substr(3)};
  const auto decided =
      Shop::session_of(shop.run(later.decide_payment(session->id, verdict, shop.executor)));
  EXPECT_EQ(decided->order->payment, checkout::PaymentState::authorized);
}

TEST(AnOperatorsWord, SettlesNoLaterPaymentOfTheSession) {
  FaultyStore* store = nullptr;
  Shop shop([&store](Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    store = made.get();
    return made;
  });
  shop.gateway.silent = true;
  const auto session = shop.created(cart({{"poster-limited", 1}}));
  const auto paying = Shop::session_of(shop.complete("k", session->id, "token"));
  const auto later = shop.ids.make<AttemptId>();
  // Another process finds that nothing was charged, and begins anew.
  store->before_commit = [&] {
    Changeset changeset;
    auto next = *paying;
    ++next.version;
    next.payment->attempt = later;
    changeset.session = std::make_shared<const checkout::Session>(std::move(next));
    changeset.attempt = shop.open_attempts().front();
    changeset.attempt->id = later;
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(changeset), shop.executor)),
              CommitOutcome::committed);
  };
  const auto reply = shop.run(shop.service.decide_payment(session->id, {}, shop.executor));
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::payment_not_in_doubt);
  EXPECT_EQ(shop.run(shop.memory.load(session->id, std::nullopt, shop.executor))
                ->session->payment->attempt,
            later);
}

TEST(AnOperatorsWord, ThatNothingWasChargedOpensTheSessionAgain) {
  InDoubt shop;
  EXPECT_EQ(Shop::session_of(shop.decide({}))->status, Status::ready_for_payment);
  EXPECT_TRUE(shop.open_attempts().empty());
  const auto paid = shop.complete("k2", shop.session->id, shop.token_for(*shop.session));
  EXPECT_EQ(Shop::session_of(paid)->status, Status::completed);
}

TEST(AnOperatorsWord, OfAChargeThatIsNotThisSessionsIsRefused) {
  InDoubt shop;
  const auto other = shop.created(cart({{"ebook-acp", 1}}));
  const std::string token = shop.token_for(*other);
  shop.complete("other", other->id, token);
  for (const std::string& charge : {std::string("pi_unknown"), "sandbox_" + token.substr(3)}) {
    EXPECT_EQ(Shop::code_of(shop.decide({charge})), RefusalCode::invalid) << charge;
  }
  shop.gateway.silent = true;
  EXPECT_EQ(Shop::code_of(shop.decide({shop.charge})), RefusalCode::unavailable);
  EXPECT_EQ(shop.status(), Status::complete_in_progress);
}

TEST(AnOperatorsWord, IsWantedOnlyWhereAPaymentIsInDoubt) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  EXPECT_EQ(Shop::code_of(shop.run(shop.service.decide_payment(session->id, {}, shop.executor))),
            RefusalCode::payment_not_in_doubt);
  EXPECT_EQ(Shop::code_of(shop.run(shop.service.decide_payment(SessionId{}, {}, shop.executor))),
            RefusalCode::not_found);
}

}  // namespace
}  // namespace till::app
