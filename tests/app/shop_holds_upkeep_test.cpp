// Pieces at a shop that does not answer, that ceases to hold, or that several ask at the same time:
// nobody asks for ever, and nothing is left that nobody ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "app/holding_shop.h"

namespace till::app {
namespace {

using checkout::Hold;
using checkout::RefusalCode;
using checkout::Status;
using Silence = HoldingBackend::Silence;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Milliseconds kMinute = std::chrono::minutes(1);

// Lets the slow shop answer everything that is asked, round by round.
void answer_all(HoldingShop& holding, const std::function<bool()>& ended) {
  holding.shop.executor.run_all();
  for (int round = 0; round < 200 && !ended(); ++round) {
    holding.backend.line.run_all();
    holding.shop.executor.run_all();
  }
}

TEST(ShopHolds, OfTwoChangesOfOneSessionAtTheSameTimeDoNotTakeEachOthersAnswersForEver) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.slow = true;
  std::vector<Reply> replies;
  const auto note = [&replies](Reply reply) { replies.push_back(std::move(reply)); };
  for (const std::int64_t pieces : {3, 4, 5}) {
    const std::string key = "u" + std::to_string(pieces);
    spawn(by_agent(*holding.service)
              .update(holding.shop.context(key, key), session->id,
                      HoldingShop::lines({{"mug-blue", pieces}})),
          note);
  }
  answer_all(holding, [&] { return replies.size() == 3; });
  ASSERT_THAT(replies, SizeIs(3));
  for (const Reply& reply : replies) EXPECT_TRUE(Shop::session_of(reply));
  EXPECT_LE(holding.backend.asked.size(), 10U) << "one for the create, three each";
  EXPECT_EQ(holding.newest(session->id)->holds[0].quantity, holding.backend.held("mug-blue"));
}

TEST(ShopHolds, OfAChangeAndAPaymentAtTheSameTimeDoNotTakeEachOthersAnswersForEver) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.token = holding.shop.token_for(*session);
  holding.backend.slow = true;
  std::vector<Reply> replies;
  const auto note = [&replies](Reply reply) { replies.push_back(std::move(reply)); };
  spawn(by_agent(*holding.service)
            .update(holding.shop.context("u", "u"), session->id,
                    HoldingShop::lines({{"mug-blue", 5}})),
        note);
  spawn(by_agent(*holding.service)
            .complete(holding.shop.context("k", "k"), session->id,
                      holding.shop.payment(holding.token)),
        note);
  answer_all(holding, [&] { return replies.size() == 2; });
  ASSERT_THAT(replies, SizeIs(2));
  EXPECT_LE(holding.backend.asked.size(), 7U);
  EXPECT_LE(holding.shop.gateway.calls, 1);
}

TEST(ShopHolds, ThatNobodyAnswersEndThoughTheyAreAskedBackAgainAndAgain) {
  HoldingShop holding;
  holding.backend.silence = Silence::before;
  holding.create("c", cart({{"mug-blue", 2}}));
  const SessionId lost = holding.backend.asked[0].session;
  const Timestamp end = holding.backend.asked[0].until + kHoldGrace;
  while (holding.shop.clock.now() < end) {
    ASSERT_TRUE(holding.intent(lost));
    holding.keep_after(kMinute);
  }
  holding.keep_after(kMinute);
  EXPECT_FALSE(holding.intent(lost));
}

TEST(ShopHolds, AreNotNotedWhileTheShopCannotBeAsked) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.reachable = false;
  EXPECT_EQ(Shop::code_of(holding.create("c", cart({{"mug-blue", 3}}))), RefusalCode::unavailable);
  const auto more = HoldingShop::lines({{"mug-blue", 3}});
  EXPECT_EQ(Shop::code_of(holding.update("u", session->id, more)), RefusalCode::unavailable);
  EXPECT_EQ(Shop::code_of(holding.complete("k", *session)), RefusalCode::unavailable);
  EXPECT_THAT(holding.backend.asked, SizeIs(1));
  EXPECT_EQ(holding.intent(session->id)->state, HoldState::standing) << "nothing is in doubt";
  EXPECT_THAT(*holding.shop.run(holding.shop.memory.lease_holds(
                  holding.shop.clock.now() + kMinute, kMinute, 10, holding.shop.executor)),
              IsEmpty());
}

TEST(ShopHolds, AreLeftToWhoeverAskedForAsLongAsAShopMayTakeToAnswer) {
  HoldingShop holding;
  holding.backend.shop_patience = std::chrono::seconds(22);
  holding.backend.silence = Silence::before;
  holding.create("c", cart({{"mug-blue", 2}}));
  holding.keep_after(std::chrono::seconds(43));
  EXPECT_THAT(holding.backend.asked, SizeIs(1));
  holding.keep_after(std::chrono::seconds(1));
  EXPECT_THAT(holding.backend.asked, SizeIs(2));
}

TEST(ShopHolds, ThatCannotBeGivenBackAreTriedAFewAtALook) {
  HoldingShop holding;
  for (int i = 0; i < 30; ++i) {
    const auto session = holding.created({{"mug-blue", 1}}, "c" + std::to_string(i));
    holding.cancel("x" + std::to_string(i), session->id);
  }
  holding.backend.silence = Silence::before;
  holding.keep();
  EXPECT_EQ(holding.backend.given_back, 8);
  holding.backend.silence = Silence::none;
  holding.keep();
  EXPECT_EQ(holding.backend.given_back, 30);
}

TEST(ASession, WhosePiecesTheShopHeldIsShownWhatTillHasOnceTheShopHoldsNoMore) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 3}});
  const std::vector<Store::StatedStock> two{{"poster-limited", 2}};
  ASSERT_TRUE(holding.shop.memory.state_stock(two, holding.shop.clock.now()).has_value());
  holding.backend.wanted = false;
  const auto three = HoldingShop::lines({{"poster-limited", 3}});
  const auto next = Shop::session_of(holding.update("u", session->id, three));
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->lines[0].in_stock);
  EXPECT_THAT(next->holds, IsEmpty());
  const auto fewer = HoldingShop::lines({{"poster-limited", 2}});
  EXPECT_THAT(Shop::session_of(holding.update("u2", session->id, fewer))->holds,
              ElementsAre(Hold{"poster-limited", 2}));
  EXPECT_EQ(holding.shop.available("poster-limited"), 0);
}

// Its create took longer than anybody expected.
TEST(ShopHolds, AreNotGivenBackUnderASessionThatBeganMeanwhile) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.silence = Silence::after;
  holding.create("c", cart({{"mug-blue", 3}}));
  holding.backend.silence = Silence::none;
  const HoldRequest asked = holding.backend.asked.back();
  holding.store->before_commit = [&] {  // The keeper's question of nothing.
    checkout::Session late = *session;
    late.id = asked.session;
    late.holds = asked.pieces;
    Changeset changeset;
    changeset.hold = holding.intent(asked.session);
    changeset.hold->state = HoldState::standing;
    changeset.session = std::make_shared<const checkout::Session>(std::move(late));
    EXPECT_EQ(
        holding.shop.run(holding.shop.memory.commit(std::move(changeset), holding.shop.executor)),
        CommitOutcome::committed);
  };
  holding.keep_after(kHoldLease);
  EXPECT_EQ(holding.backend.given_back, 0);
  ASSERT_TRUE(holding.intent(asked.session)) << "somebody has to see to it";
  holding.keep_after(kMinute);
  EXPECT_THAT(holding.backend.sets.at(asked.session).pieces, ElementsAre(Hold{"mug-blue", 3}));
  EXPECT_THAT(holding.intent(asked.session)->pieces, ElementsAre(Hold{"mug-blue", 3}));
}

// The shop's list changed for a moment: what it was asked then outlives the session otherwise.
TEST(ShopHolds, AskedForASessionOnTillsOwnStockEndWithTheSession) {
  const std::function<void(HoldingShop&, const checkout::Session&)> ends[] = {
      [](HoldingShop& holding, const auto& session) { holding.cancel("x", session.id); },
      [](HoldingShop& holding, const auto& session) {
        EXPECT_EQ(Shop::session_of(holding.complete("k", session))->status, Status::completed);
      }};
  for (const auto& end : ends) {
    HoldingShop holding;
    holding.backend.wanted = false;
    const auto session = holding.created({{"mug-blue", 2}});
    holding.backend.wanted = true;
    holding.backend.silence = Silence::after;
    holding.update("u", session->id, HoldingShop::lines({{"mug-blue", 3}}));
    holding.backend.silence = Silence::none;
    holding.keep_after(kHoldLease);
    ASSERT_TRUE(holding.intent(session->id)) << "nothing stands, and nothing has to be done";
    holding.backend.wanted = false;
    end(holding, *session);
    holding.backend.wanted = true;
    holding.keep();
    EXPECT_FALSE(holding.intent(session->id));
    EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  }
}

// The operator stands by what was shown, but its pieces are not where they were.
TEST(ACharge, OfAnApprovedPurchaseTakesItsPiecesFromWhoeverHoldsThemNow) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  holding.token = holding.shop.token_for(*session);
  checkout::CompleteCommand command = holding.shop.payment(holding.token);
  command.approval_required = true;
  const auto waiting = Shop::session_of(holding.shop.run(
      by_agent(*holding.service).complete(holding.shop.context("k", "k"), session->id, command)));
  ASSERT_EQ(waiting->status, Status::pending_approval);
  checkout::Session cheaper = *waiting;  // As if it had been shown at another price.
  ++cheaper.version;
  cheaper.totals.total.minor -= 7;
  Changeset changeset;
  changeset.session = std::make_shared<const checkout::Session>(cheaper);
  holding.shop.run(holding.shop.memory.commit(std::move(changeset), holding.shop.executor));
  const std::int64_t before = holding.shop.available("poster-limited");
  holding.backend.wanted = false;
  const auto reply = holding.shop.run(
      holding.service->approve(session->id, cheaper.totals.total, holding.shop.executor));
  ASSERT_EQ(Shop::session_of(reply.reply)->status, Status::completed);
  EXPECT_EQ(holding.shop.available("poster-limited"), before - 2);
}

// Changes the newest version, as somebody else would.
void change_session(HoldingShop& holding, SessionId id,
                    const std::function<void(checkout::Session&)>& how) {
  checkout::Session next = *holding.newest(id);
  ++next.version;
  how(next);
  Changeset changeset;
  changeset.hold_due = id;
  changeset.session = std::make_shared<const checkout::Session>(std::move(next));
  holding.shop.run(holding.shop.memory.commit(std::move(changeset), holding.shop.executor));
}

TEST(ShopHolds, OfAnOrderThatAreLostAreToldOnceAndAskedForEachHour) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  ASSERT_EQ(Shop::session_of(holding.complete("k", *session))->status, Status::completed);
  change_session(holding, session->id,
                 [](auto& next) { next.order->shop.state = checkout::ShopState::told; });
  holding.backend.forget();
  holding.backend.stock["poster-limited"] = 1;
  const auto lost = [&] {
    return std::count(holding.log.events.begin(), holding.log.events.end(), "hold_lost");
  };
  const std::size_t before = holding.backend.asked.size();
  holding.keep_after(kMinute * 60 * 13);
  for (int i = 0; i < 50; ++i) holding.keep_after(kMinute);
  EXPECT_EQ(holding.backend.asked.size(), before + 1);
  holding.keep_after(kMinute * 11);
  EXPECT_EQ(holding.backend.asked.size(), before + 2);
  EXPECT_EQ(lost(), 1);
  holding.backend.stock["poster-limited"] = 0;
  holding.keep_after(kMinute * 61);
  EXPECT_EQ(lost(), 2) << "it is something else";
  holding.backend.silence = Silence::before;
  holding.keep_after(kMinute * 61);
  holding.backend.silence = Silence::none;
  holding.backend.stock["poster-limited"] = 5;
  holding.keep_after(kMinute);
  EXPECT_EQ(holding.backend.held("poster-limited"), 2) << "silence is no loss";
}

TEST(ShopHolds, AreNotAskedForWhileTheProviderIsDown) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.token = holding.shop.token_for(*session);
  holding.shop.gateway.down = true;
  EXPECT_EQ(Shop::code_of(holding.complete("k", *session)), RefusalCode::unavailable);
  EXPECT_THAT(holding.backend.asked, SizeIs(1));
  // What is shown instead of a charge needs no provider.
  change_session(holding, session->id, [](auto& next) { next.totals.total.minor += 5; });
  EXPECT_EQ(Shop::session_of(holding.complete("k2", *session))->status, Status::ready_for_payment);
}

TEST(ACharge, IsMadeAtTheSamePriceThoughMoreOfItIsTax) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  change_session(holding, session->id, [](auto& next) { next.totals.included_tax.minor += 5; });
  const auto sold = Shop::session_of(holding.complete("k", *session));
  ASSERT_EQ(sold->status, Status::completed);
  EXPECT_EQ(sold->totals.included_tax, session->totals.included_tax) << "as it is now";
}

}  // namespace
}  // namespace till::app
