// Pieces at the shop's backend while others change the session, calls fail and processes die: in
// the end the shop holds what the session wants, and nothing is charged that it does not hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/holding_shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;
using Silence = HoldingBackend::Silence;

// Has the background do its work until nothing is left to be done.
void settle_all(HoldingShop& holding) {
  for (int round = 0; round < 6; ++round) {
    holding.keep_after(std::chrono::minutes(1));
    for (const PaymentAttempt& attempt : holding.shop.open_attempts()) {
      holding.shop.run(holding.service->settle(attempt, holding.shop.executor));
    }
  }
}

// Every set of the backend is what its session wants, or what was sold of it.
void expect_agreement(HoldingShop& holding, const std::string& what) {
  for (const auto& [id, set] : holding.backend.sets) {
    const auto session = holding.newest(id);
    const std::int64_t there = checkout::held_of(set.pieces, "mug-blue");
    std::int64_t wanted = 0;
    if (session && !checkout::is_over(session->status)) {
      wanted = checkout::held_of(session->holds, "mug-blue");
    } else if (session && session->order) {
      wanted = session->order->lines[0].ordered;
    }
    EXPECT_EQ(there, wanted) << what;
  }
  EXPECT_LE(holding.shop.gateway.calls, 2) << what;
}

using Deed = std::function<void(HoldingShop&, const checkout::Session&)>;
struct NamedDeed {
  const char* name;
  Deed deed;
};
const NamedDeed kDeeds[] = {
    {"create",
     [](HoldingShop& holding, const auto&) {
       holding.create("c2", cart({{"mug-blue", 7}}));
     }},
    {"update",
     [](HoldingShop& holding, const auto& session) {
       holding.update("u", session.id, HoldingShop::lines({{"mug-blue", 5}}));
     }},
    {"empty",
     [](HoldingShop& holding, const auto& session) {
       holding.update("u", session.id, HoldingShop::lines({{"ebook-acp", 1}}));
     }},
    {"complete", [](HoldingShop& holding, const auto& session) { holding.complete("k", session); }},
    {"cancel", [](HoldingShop& holding, const auto& session) { holding.cancel("x", session.id); }},
};

TEST(ShopHoldsInTheEnd, AreRightWhicheverCallOfTheStoreFailsOrIsTheLastBeforeACrash) {
  for (const auto& [name, deed] : kDeeds) {
    for (const auto outcome : {CommitOutcome::busy, CommitOutcome::failed}) {
      for (int nth = 1; nth <= 14; ++nth) {
        HoldingShop holding;
        const auto session = holding.created({{"mug-blue", 2}});
        holding.token = holding.shop.token_for(*session);
        holding.store->fail_nth_call(nth, outcome);
        deed(holding, *session);
        holding.store->fail_nth_call(0, outcome);
        holding.restart();
        settle_all(holding);
        expect_agreement(holding, std::string(name) + " " + std::to_string(nth));
      }
    }
  }
}

TEST(ShopHoldsInTheEnd, AreRightWhicheverAnswerOfTheShopIsLost) {
  for (const auto& [name, deed] : kDeeds) {
    for (const Silence silence : {Silence::before, Silence::after}) {
      HoldingShop holding;
      const auto session = holding.created({{"mug-blue", 2}});
      holding.token = holding.shop.token_for(*session);
      holding.backend.silence = silence;
      deed(holding, *session);
      holding.keep_after(kHoldLease);
      EXPECT_EQ(holding.shop.gateway.calls, 0) << name;
      holding.backend.silence = Silence::none;
      holding.restart();
      settle_all(holding);
      expect_agreement(holding, name);
    }
  }
}

TEST(ShopHoldsInTheEnd, AreRightWhenTheProcessDiesWhileTheShopIsAsked) {
  for (const bool arrives : {false, true}) {
    HoldingShop holding;
    const auto session = holding.created({{"mug-blue", 2}});
    holding.backend.slow = true;
    std::optional<Reply> never;
    auto service = std::move(holding.service);  // The one that dies.
    spawn(by_agent(*service).update(holding.shop.context("u", "u"), session->id,
                                    HoldingShop::lines({{"mug-blue", 5}})),
          [&never](Reply reply) { never = std::move(reply); });
    holding.shop.executor.run_all();
    ASSERT_FALSE(never);
    EXPECT_EQ(holding.intent(session->id)->state, HoldState::asked);
    holding.backend.slow = false;
    holding.restart();
    if (!arrives) settle_all(holding);
    holding.backend.line.run_all();  // It arrives, before or after the next question.
    holding.backend.silence = Silence::before;
    holding.shop.executor.run_all();  // Ends the coroutine, whose commit comes too late.
    holding.backend.silence = Silence::none;
    settle_all(holding);
    expect_agreement(holding, arrives ? "arrives" : "is overtaken");
  }
}

TEST(ShopHoldsInTheEnd, AreRightWhenASessionEndsWhileTheKeeperAsksForIt) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.silence = Silence::before;
  holding.update("u", session->id, HoldingShop::lines({{"mug-blue", 5}}));
  holding.backend.silence = Silence::none;
  holding.backend.slow = true;
  holding.keep_after(kHoldLease);
  EXPECT_FALSE(holding.keeper->idle());
  holding.cancel("c", session->id);
  holding.backend.slow = false;
  holding.backend.line.run_all();
  holding.shop.executor.run_all();
  settle_all(holding);
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
  EXPECT_FALSE(holding.intent(session->id));
}

TEST(ShopHolds, AreAskedForWhileNobodyHasTheTurnOfTheSession) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.backend.slow = true;
  std::optional<Reply> slow;
  spawn(by_agent(*holding.service)
            .update(holding.shop.context("u", "u"), session->id,
                    HoldingShop::lines({{"mug-blue", 5}})),
        [&slow](Reply reply) { slow = std::move(reply); });
  holding.shop.executor.run_all();
  ASSERT_FALSE(slow);
  EXPECT_EQ(Shop::session_of(holding.cancel("c", session->id))->status, Status::canceled);
  holding.backend.slow = false;
  holding.backend.line.run_all();
  holding.shop.executor.run_all();
  ASSERT_TRUE(slow);
  EXPECT_EQ(Shop::code_of(*slow), RefusalCode::session_over);
  EXPECT_EQ(holding.backend.held("mug-blue"), 5) << "the question overtook the cancel";
  settle_all(holding);
  EXPECT_EQ(holding.backend.held("mug-blue"), 0);
}

// Between the shop's answer and the commit of the payment somebody asks for other pieces.
TEST(ACharge, IsNotBegunOnAHoldThatSomebodyElseReplacedMeanwhile) {
  HoldingShop holding;
  const auto session = holding.created({{"mug-blue", 2}});
  holding.token = holding.shop.token_for(*session);
  std::uint64_t replaced = 0;
  // The commit of the intent comes first, then that of the payment.
  holding.store->before_commit = [&] {
    holding.store->before_commit = [&] {
      HoldDesk other(holding.shop.memory, holding.shop.memory, holding.backend, holding.shop.clock);
      HoldQuestion question;
      question.session = session->id;
      question.follows = session;
      question.pieces = {{"mug-blue", 1}};
      question.confirm = true;
      question.until = holding.shop.clock.now() + std::chrono::hours(1);
      const auto answer = holding.shop.run(other.ask(question, holding.shop.executor));
      EXPECT_EQ(answer.kind, HoldAnswer::Kind::held);
      replaced = answer.intent.version;
      EXPECT_EQ(holding.shop.gateway.calls, 0);
    };
  };
  EXPECT_EQ(Shop::session_of(holding.complete("k", *session))->status, Status::completed);
  ASSERT_GT(replaced, 0U);
  EXPECT_GT(holding.intent(session->id)->version, replaced) << "it was asked for again";
  EXPECT_EQ(holding.backend.held("mug-blue"), 2);
}

TEST(ACharge, OfAPurchaseThatTheOperatorApprovesNeedsItsHoldToo) {
  HoldingShop holding;
  const auto session = holding.created({{"poster-limited", 2}});
  holding.token = holding.shop.token_for(*session);
  checkout::CompleteCommand command = holding.shop.payment(holding.token);
  command.approval_required = true;
  const auto waiting = Shop::session_of(holding.shop.run(
      by_agent(*holding.service).complete(holding.shop.context("k", "k"), session->id, command)));
  ASSERT_EQ(waiting->status, Status::pending_approval);
  holding.keep();
  EXPECT_GE(holding.backend.sets.at(session->id).until, waiting->expires_at)
      << "as long as it waits";
  const auto approve = [&] {
    return holding.shop
        .run(holding.service->approve(session->id, std::nullopt, holding.shop.executor))
        .reply;
  };
  holding.backend.silence = Silence::before;
  EXPECT_EQ(Shop::code_of(approve()), RefusalCode::unavailable);
  holding.backend.silence = Silence::none;
  holding.backend.forget();
  holding.backend.stock["poster-limited"] = 1;
  EXPECT_EQ(Shop::code_of(approve()), RefusalCode::not_ready_for_payment);
  EXPECT_EQ(holding.shop.gateway.calls, 0);
  holding.backend.stock["poster-limited"] = 2;
  holding.store->before_commit = [&] {
    Changeset other;  // Somebody else changes the session as the question is committed.
    checkout::Session touched = *holding.newest(session->id);
    ++touched.version;
    other.session = std::make_shared<const checkout::Session>(std::move(touched));
    holding.shop.run(holding.shop.memory.commit(std::move(other), holding.shop.executor));
  };
  EXPECT_EQ(Shop::session_of(approve())->status, Status::completed);
}

}  // namespace
}  // namespace till::app
