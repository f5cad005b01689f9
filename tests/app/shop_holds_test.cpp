// Pieces that the shop's own backend holds: asked for when own stock would be taken, given back
// whenever a session ends, and known to stand before anything is charged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/holding_shop.h"

namespace till::app {
namespace {

using checkout::Hold;
using checkout::MessageCode;
using checkout::RefusalCode;
using checkout::Status;
using Silence = HoldingBackend::Silence;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Milliseconds kHour = std::chrono::hours(1);

TEST(ShopHolds, AreAskedForByACreateAndTillsOwnStockStays) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}, {"ebook-acp", 1}, {"mug-blue", 1}});
  ASSERT_THAT(holding.backend.asked, SizeIs(1));
  const HoldRequest& asked = holding.backend.asked[0];
  EXPECT_EQ(asked.session, session->id);
  EXPECT_EQ(asked.version, 1U);
  EXPECT_THAT(asked.pieces, ElementsAre(Hold{"mug-blue", 3}));
  EXPECT_GE(asked.until, session->expires_at) << "as long as the session wants them";
  EXPECT_THAT(session->holds, ElementsAre(Hold{"mug-blue", 3}));
  EXPECT_TRUE(session->held_by_shop);
  EXPECT_EQ(holding.backend.held("mug-blue"), 3);
  EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000);
  holding.keep_after(kHoldLease);
  EXPECT_THAT(holding.backend.asked, SizeIs(1)) << "it is settled";
}

TEST(ShopHolds, AreNotAskedForByACartOrForWhatNeedsNoStock) {
  HoldingShop holding;
  holding.created({{"ebook-acp", 1}});
  checkout::CartCommand command;
  checkout::RequestedLine line;
  line.item_id = "mug-blue";
  command.lines = {line};
  holding.shop.run(
      by_agent(*holding.service).create_cart(holding.shop.context("cart", "cart"), command));
  EXPECT_THAT(holding.backend.asked, IsEmpty());
}

// The same as with own stock: see what a shop without a backend answers.
TEST(ShopHolds, OfWhatIsShortAreShownLikeOwnStock) {
  HoldingShop holding;
  const auto own = holding.shop.created(cart({{"poster-limited", 4}, {"mug-blue", 1}}));
  holding.backend.stock["poster-limited"] = 3;
  const std::vector<Store::StatedStock> more{{"poster-limited", 100}};
  ASSERT_TRUE(holding.shop.memory.state_stock(more, holding.shop.clock.now()).has_value());
  const auto session = holding.created({{"poster-limited", 4}, {"mug-blue", 1}});
  EXPECT_EQ(session->status, own->status);
  EXPECT_EQ(session->messages, own->messages) << "not_ready_for_payment, 3 are left";
  EXPECT_FALSE(session->lines[0].in_stock);
  EXPECT_TRUE(session->lines[1].in_stock);
  EXPECT_THAT(session->holds, ElementsAre(Hold{"mug-blue", 1}));
  EXPECT_EQ(holding.intent(session->id)->pieces, session->holds);
  holding.keep_after(kHoldLease);
  EXPECT_THAT(holding.backend.asked, SizeIs(1));
}

TEST(ShopHolds, FollowTheLinesOfAnUpdate) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}, {"poster-limited", 1}});
  const auto fewer = HoldingShop::lines({{"mug-blue", 5}});
  const auto next = Shop::session_of(holding.update("u1", session->id, fewer));
  EXPECT_THAT(next->holds, ElementsAre(Hold{"mug-blue", 5}));
  EXPECT_EQ(holding.backend.held("mug-blue"), 5);
  EXPECT_EQ(holding.backend.held("poster-limited"), 0);
  EXPECT_EQ(holding.backend.asked.back().version, 2U);
  const auto digital = HoldingShop::lines({{"ebook-acp", 1}});
  EXPECT_THAT(Shop::session_of(holding.update("u2", session->id, digital))->holds, IsEmpty());
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 0) << "what was dropped is given back";
  EXPECT_EQ(holding.backend.given_back, 0) << "a DELETE could overtake what is asked for next";
}

TEST(ShopHolds, OfAnUpdateThatChangesNoPiecesStand) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  checkout::UpdateCommand command;
  checkout::Buyer buyer;
  buyer.email = "ada@example.com";
  command.buyer = checkout::Patch<checkout::Buyer>::of(buyer);
  EXPECT_EQ(Shop::session_of(holding.update("u", session->id, command))->holds, session->holds);
  EXPECT_THAT(holding.backend.asked, SizeIs(1));
}

TEST(ShopHolds, AreGivenBackWhenTheSessionIsCanceledEndedOrExpires) {
  const std::function<void(HoldingShop&, SessionId)> ends[] = {
      [](HoldingShop& holding, SessionId id) { holding.cancel("cancel", id); },
      [](HoldingShop& holding, SessionId id) {
        EXPECT_TRUE(holding.shop.run(holding.service->end(id, holding.shop.executor)));
      },
      [](HoldingShop& holding, SessionId id) {
        holding.shop.clock.advance(kHour * 6);
        EXPECT_TRUE(holding.shop.run(holding.service->expire(id, holding.shop.executor)));
      }};
  for (const auto& end : ends) {
    HoldingShop holding;
    const auto session = holding.created({{"mug-blue", 2}});
    end(holding, session->id);
    EXPECT_TRUE(checkout::is_over(holding.newest(session->id)->status));
    holding.keep();
    EXPECT_EQ(holding.backend.given_back, 1);
    EXPECT_EQ(holding.backend.held("mug-blue"), 0);
    EXPECT_FALSE(holding.intent(session->id));
    EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000) << "it was never taken from there";
  }
}

TEST(ShopHolds, EndAShortWhileAfterTheLastChangeWhileNobodyKnowsWhoBuys) {
  HoldingShop holding;
  holding.shop.profile.policy.holds.without_buyer = kHour;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.shop.clock.advance(kHour);
  holding.shop.run(holding.service->expire(session->id, holding.shop.executor));
  EXPECT_THAT(holding.newest(session->id)->holds, IsEmpty());
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  EXPECT_EQ(Shop::session_of(holding.complete("k", *session))->status, Status::completed)
      << "the complete set them aside again";
}

TEST(ShopHolds, AreConfirmedBeforeACharge) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.before_answer = [&] { EXPECT_EQ(holding.shop.gateway.calls, 0); };
  const auto done = Shop::session_of(holding.complete("k", *session));
  EXPECT_EQ(done->status, Status::completed);
  ASSERT_THAT(holding.backend.asked, SizeIs(2));
  EXPECT_EQ(holding.backend.asked[1].pieces, session->holds);
  EXPECT_EQ(holding.backend.asked[1].until, holding.shop.clock.now() + kPaidHold);
  EXPECT_EQ(holding.shop.gateway.calls, 1);
  EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000);
  EXPECT_EQ(holding.backend.held("mug-blue"), 2) << "until the shop makes a sale of it";
  holding.keep_after(kHoldLease);
  EXPECT_EQ(holding.backend.held("mug-blue"), 2);
  EXPECT_EQ(holding.backend.given_back, 0);
}

TEST(ShopHolds, ThatAreGoneMakeACompleteAnOutOfStockAnswerThatChargesNothing) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  holding.backend.forget();
  holding.backend.stock["poster-limited"] = 1;
  const auto left = Shop::session_of(holding.complete("k", *session));
  EXPECT_EQ(left->status, Status::not_ready_for_payment);
  ASSERT_THAT(left->messages, SizeIs(1));
  EXPECT_EQ(left->messages[0].code, MessageCode::out_of_stock);
  EXPECT_EQ(left->messages[0].text.id, checkout::TextId::item_short);
  EXPECT_THAT(left->holds, IsEmpty());
  EXPECT_EQ(holding.shop.gateway.calls, 0);
  EXPECT_THAT(holding.shop.open_attempts(), IsEmpty());
}

TEST(ShopHolds, OfASilentShopChargeNothingAndKeepNothingUnderTheKey) {
  for (const Silence silence : {Silence::before, Silence::after}) {
    HoldingShop holding;
    const auto session = holding.created({{"mug-blue", 2}});
    holding.backend.silence = silence;
    EXPECT_EQ(Shop::code_of(holding.complete("k", *session)), RefusalCode::unavailable);
    EXPECT_EQ(*holding.newest(session->id), *session);
    EXPECT_EQ(holding.shop.gateway.calls, 0);
    holding.backend.silence = Silence::none;
    const Reply done = holding.complete("k", *session);
    EXPECT_FALSE(done.replayed);
    EXPECT_EQ(Shop::session_of(done)->status, Status::completed);
    EXPECT_EQ(holding.shop.gateway.calls, 1);
  }
}

TEST(ShopHolds, OfACreateThatGotNoAnswerAreGivenBackLater) {
  for (const Silence silence : {Silence::before, Silence::after}) {
    HoldingShop holding;
    holding.backend.silence = silence;
    EXPECT_EQ(Shop::code_of(holding.create("c", cart({{"mug-blue", 2}}))),
              RefusalCode::unavailable);
    const SessionId lost = holding.backend.asked[0].session;
    EXPECT_EQ(holding.newest(lost), nullptr);
    EXPECT_EQ(holding.intent(lost)->state, HoldState::asked);
    EXPECT_EQ(holding.backend.held("mug-blue"), silence == Silence::after ? 2 : 0);
    holding.keep();
    EXPECT_THAT(holding.backend.asked, SizeIs(1)) << "whoever asked may still decide";
    holding.keep_after(kHoldLease);
    EXPECT_TRUE(holding.intent(lost)) << "it is silent still";
    holding.backend.silence = Silence::none;
    holding.keep_after(kHour);
    EXPECT_EQ(holding.backend.held("mug-blue"), 0);
    EXPECT_THAT(holding.intent(lost)->pieces, IsEmpty()) << "it may still begin";
    EXPECT_EQ(Shop::session_of(holding.create("c", cart({{"mug-blue", 2}})))->status,
              Status::ready_for_payment)
        << "the key is free";
    holding.keep_after(kPaidHold + kHour);
    EXPECT_FALSE(holding.intent(lost));
  }
}

// A question that was given up may arrive after the DELETE, and must hold nothing then.
TEST(ShopHolds, InDoubtAreGivenBackSoThatALateQuestionHoldsNothing) {
  HoldingShop holding;
  holding.backend.silence = Silence::before;
  holding.create("c", cart({{"mug-blue", 2}}));
  const HoldRequest late = holding.backend.asked[0];
  holding.backend.silence = Silence::none;
  holding.keep_after(kHoldLease);
  ASSERT_TRUE(holding.intent(late.session)) << "its versions go on if it begins after all";
  EXPECT_THAT(holding.intent(late.session)->pieces, IsEmpty());
  EXPECT_EQ(holding.backend.given_back, 0) << "a DELETE that is late would free what it holds then";
  holding.shop.run(holding.backend.hold(late, holding.shop.executor));
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
}

TEST(ShopHolds, InDoubtOfASessionThatIsOverHoldNothingWhenTheQuestionIsLate) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.silence = Silence::before;
  holding.update("u", session->id, HoldingShop::lines({{"mug-blue", 5}}));
  const HoldRequest late = holding.backend.asked.back();
  holding.backend.silence = Silence::none;
  holding.cancel("x", session->id);
  holding.keep_after(kHoldLease);
  EXPECT_EQ(holding.backend.given_back, 1);
  holding.shop.run(holding.backend.hold(late, holding.shop.executor));
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
}

TEST(ShopHolds, AreNotAskedForByWhoeverHasAnOldVersionOfTheSession) {
  HoldingShop holding;
  const auto old = holding.created({{"mug-blue", 2}});
  holding.cancel("x", old->id);
  const std::size_t asked = holding.backend.asked.size();
  HoldDesk desk(holding.shop.memory, holding.shop.memory, holding.backend, holding.shop.clock);
  HoldQuestion question;
  question.session = old->id;
  question.follows = old;
  question.pieces = {{"mug-blue", 5}};
  question.until = holding.shop.clock.now() + kHour;
  const auto answer = holding.shop.run(desk.ask(question, holding.shop.executor));
  EXPECT_EQ(answer.kind, HoldAnswer::Kind::changed);
  EXPECT_THAT(holding.backend.asked, SizeIs(asked));
}

TEST(ShopHolds, ThatNobodyAnsweredEndByThemselvesAndAreForgotten) {
  HoldingShop holding;
  holding.backend.silence = Silence::after;
  holding.create("c", cart({{"mug-blue", 2}}));
  const SessionId lost = holding.backend.asked[0].session;
  holding.keep_after(kHour * 7);
  EXPECT_FALSE(holding.intent(lost));
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
}

TEST(ShopHolds, OfAPaymentInDoubtAreHeldOnUntilItIsSettled) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.shop.gateway.silent = true;
  EXPECT_EQ(Shop::session_of(holding.complete("k", *session))->status,
            Status::complete_in_progress);
  for (int hours = 0; hours < 72; hours += 6) holding.keep_after(kHour * 6);
  EXPECT_EQ(holding.backend.held("mug-blue"), 2);
  holding.shop.gateway.silent = false;
  const auto attempt = holding.shop.open_attempts().at(0);
  holding.shop.run(holding.service->settle(attempt, holding.shop.executor));
  EXPECT_TRUE(checkout::is_over(holding.newest(session->id)->status) ||
              !holding.newest(session->id)->payment);
}

TEST(ShopHolds, ThatAreNotKnownToStandKeepADoubtfulChargeFromBeingSentAgain) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  holding.shop.gateway.silent = true;
  holding.complete("k", *session);
  holding.backend.silence = Silence::before;
  holding.keep_after(kHour * 25);
  holding.shop.gateway.silent = false;
  const auto attempt = holding.shop.open_attempts().at(0);
  const auto settle = [&] {
    return holding.shop.run(holding.service->settle(attempt, holding.shop.executor));
  };
  const int calls = holding.shop.gateway.calls;
  EXPECT_FALSE(settle());
  EXPECT_EQ(holding.shop.gateway.calls, calls) << "somebody else may have bought them";
  EXPECT_THAT(holding.log.events, Contains("charge_waits_for_hold"));
  // It is back, but the pieces went to somebody else.
  holding.backend.silence = Silence::none;
  holding.backend.forget();
  holding.backend.stock["poster-limited"] = 1;
  holding.keep_after(kHour);
  EXPECT_THAT(holding.log.events, Contains("hold_lost"));
  EXPECT_FALSE(settle());
  EXPECT_EQ(holding.shop.gateway.calls, calls);
  holding.backend.stock["poster-limited"] = 5;
  holding.keep_after(kHour);
  settle();
  EXPECT_EQ(holding.shop.gateway.calls, calls + 1);
}

TEST(ShopHolds, OfAnOpenSessionThatTheShopLostAreItsNoMore) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  holding.backend.forget();
  holding.backend.stock["poster-limited"] = 1;
  // What left the intent in doubt: an update that got no answer.
  holding.backend.silence = Silence::before;
  holding.update("u", session->id, HoldingShop::lines({{"poster-limited", 3}}));
  holding.backend.silence = Silence::none;
  holding.keep_after(kHoldLease);
  EXPECT_THAT(holding.newest(session->id)->holds, IsEmpty());
  EXPECT_THAT(holding.log.events, Contains("hold_lost"));
  holding.keep();
  EXPECT_EQ(holding.intent(session->id)->state, HoldState::standing);
  EXPECT_THAT(holding.intent(session->id)->pieces, IsEmpty());
}

// A shop that is not told of orders reads them by itself.
TEST(ShopHolds, OfAnOrderThatIsCalledOffComeBackToTheShopAndNotToTillsOwnStock) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  const auto order = Shop::session_of(holding.complete("k", *session))->order.value();
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 2);
  const auto answer = holding.shop.run(
      holding.shop.orders.change(order.id, checkout::CancelOrder{}, {}, holding.shop.executor));
  EXPECT_TRUE(std::holds_alternative<OrderReply>(answer));
  EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000);
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  EXPECT_FALSE(holding.intent(session->id));
}

// Many sessions end at once, as after a sale.
TEST(ShopHolds, OfManySessionsAreAllGivenBackAtOneLook) {
  HoldingShop holding;
  for (int i = 0; i < 30; ++i) {
    const auto session = holding.created({{"mug-blue", 1}}, "c" + std::to_string(i));
    holding.cancel("x" + std::to_string(i), session->id);
  }
  EXPECT_EQ(holding.backend.held("mug-blue"), 30);
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  EXPECT_TRUE(holding.keeper->idle());
}

TEST(ShopHolds, MoveWithASessionWhenTheShopBeginsOrCeasesToHold) {
  HoldingShop holding;
  holding.backend.wanted = false;
  const auto session = holding.created({{"mug-blue", 2}});
  EXPECT_FALSE(session->held_by_shop);
  EXPECT_EQ(holding.shop.available("mug-blue"), 999'998);
  holding.backend.wanted = true;
  const auto more = HoldingShop::lines({{"mug-blue", 3}});
  EXPECT_TRUE(Shop::session_of(holding.update("u1", session->id, more))->held_by_shop);
  EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000);
  EXPECT_EQ(holding.backend.held("mug-blue"), 3);
  holding.backend.wanted = false;
  const auto fewer = HoldingShop::lines({{"mug-blue", 1}});
  EXPECT_FALSE(Shop::session_of(holding.update("u2", session->id, fewer))->held_by_shop);
  EXPECT_EQ(holding.shop.available("mug-blue"), 999'999);
  holding.keep();
  EXPECT_EQ(holding.backend.held("mug-blue"), 3) << "who does not hold cannot be asked";
  holding.backend.wanted = true;
  holding.keep_after(kHour / 60);
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  holding.cancel("c", session->id);
  EXPECT_EQ(holding.shop.available("mug-blue"), 1'000'000);
}

}  // namespace
}  // namespace till::app
