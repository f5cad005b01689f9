// One call of the provider at a time for an attempt, and charges that come too late.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/background.h"
#include "app/shop.h"

namespace till::app {
namespace {

using namespace std::chrono_literals;
using checkout::Status;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Answers as told, and only when the test runs `line`.
class SlowGateway final : public PaymentGateway {
 public:
  std::string_view name() const override { return "sandbox"; }
  Task<ChargeOutcome> charge(ChargeRequest request, Executor&) override {
    requests.push_back(std::move(request));
    co_await resume_on(line);
    co_return outcome;
  }
  Task<StepOutcome> refund(ChargeStep step, Executor&) override {
    refunds.push_back(std::move(step));
    co_return StepDone{"re_1"};
  }
  Task<StepOutcome> capture(ChargeStep, Executor&) override { co_return StepInDoubt{}; }
  Task<StepOutcome> cancel(ChargeStep step, Executor&) override {
    cancels.push_back(std::move(step));
    co_return step_outcome;
  }
  Task<ChargeSearch> find(std::string, Executor&) override { co_return ChargeInDoubt{}; }

  ChargeOutcome outcome = ChargeInDoubt{};
  StepOutcome step_outcome = StepInDoubt{};
  std::vector<ChargeRequest> requests;
  std::vector<ChargeStep> refunds;
  std::vector<ChargeStep> cancels;
  ManualExecutor line;
};

// A purchase whose request waits for the provider.
struct Paying : Shop {
  Paying()
      : paying({store, commerce, slow, clock, ids, events, observer, profile, &sandbox,
                [](const OutboxEvent&) {}, false, &log}),
        background({paying, orders, store, store, store, clock, log}, {}, executor),
        session(created(cart({{"mug-blue", 1}}))) {
    const std::string token = token_for(*session);
    spawn(by_agent(paying).complete(context("k", token), session->id, payment(token)),
          [this](Reply reply) { answer = std::move(reply); });
    executor.run_all();
  }
  void settle_due() {
    background.settle_due();
    executor.run_all();
  }
  void provider_answers(ChargeOutcome outcome) {
    slow.outcome = std::move(outcome);
    slow.line.run_all();
    executor.run_all();
  }
  Status status() { return session_of(get(session->id))->status; }

  FakeLog log;
  SlowGateway slow;
  CheckoutService paying;
  Background background;
  checkout::SessionPtr session;
  std::optional<Reply> answer;
};

TEST(AnAttempt, IsLeftToItsRequestAsLongAsThatWaitsForTheProvider) {
  Paying shop;
  ASSERT_THAT(shop.slow.requests, SizeIs(1));
  shop.clock.advance(1h);
  shop.settle_due();
  EXPECT_FALSE(shop.run(shop.paying.settle(shop.open_attempts().at(0), shop.executor)));
  EXPECT_THAT(shop.slow.requests, SizeIs(1));
  shop.provider_answers(ChargeRefused{});
  ASSERT_TRUE(shop.answer.has_value());
  EXPECT_EQ(Shop::session_of(*shop.answer)->status, Status::ready_for_payment);
  shop.clock.advance(1h);
  shop.settle_due();
  EXPECT_THAT(shop.slow.requests, SizeIs(1));
}

// Two tills on one database, of which the first has the request.
TEST(AnAttempt, IsLeftToTheRequestOfAnotherProcessUntilItsLeaseEnds) {
  Paying shop;
  const auto store = shop.memory.of_another_process();
  CheckoutService service({*store, shop.commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}});
  Background other({service, shop.orders, *store, *store, *store, shop.clock, shop.log}, {},
                   shop.executor);
  const auto settle_there = [&] {
    other.settle_due();
    shop.executor.run_all();
  };
  shop.clock.advance(1min - 1ms);
  settle_there();
  EXPECT_FALSE(shop.run(service.settle(shop.open_attempts().at(0), shop.executor)));
  const auto decided = shop.run(service.decide_payment(shop.session->id, {}, shop.executor));
  EXPECT_EQ(Shop::code_of(decided), checkout::RefusalCode::payment_in_progress);
  EXPECT_EQ(shop.gateway.calls, 0);
  shop.clock.advance(1ms);
  settle_there();
  EXPECT_EQ(shop.gateway.calls, 1);
  EXPECT_EQ(shop.status(), Status::completed);
  shop.provider_answers(ChargeInDoubt{});
}

TEST(AnAttempt, IsNotDecidedByTheOperatorWhileTheProviderIsAsked) {
  Paying shop;
  const auto refused = shop.run(shop.paying.decide_payment(shop.session->id, {}, shop.executor));
  EXPECT_EQ(Shop::code_of(refused), checkout::RefusalCode::payment_in_progress);
  EXPECT_EQ(shop.status(), Status::complete_in_progress);
  shop.provider_answers(ChargeInDoubt{});
  const auto decided = shop.run(shop.paying.decide_payment(shop.session->id, {}, shop.executor));
  EXPECT_EQ(Shop::session_of(decided)->status, Status::ready_for_payment);
}

TEST(AnAttempt, IsTakenUpAgainOnceItsRequestHasEndedInDoubt) {
  Paying shop;
  shop.provider_answers(ChargeInDoubt{});
  shop.clock.advance(4'999ms);
  shop.settle_due();
  EXPECT_THAT(shop.slow.requests, SizeIs(1));
  shop.clock.advance(1ms);
  shop.settle_due();
  EXPECT_THAT(shop.slow.requests, SizeIs(2));
  shop.provider_answers(ChargeApproved{"pi_1"});
  EXPECT_EQ(shop.status(), Status::completed);
}

TEST(AnAttempt, ThatWasSettledAfterItWasReadIsNotAskedForAgain) {
  Paying shop;
  const PaymentAttempt read = shop.open_attempts().at(0);
  shop.provider_answers(ChargeRefused{});
  EXPECT_TRUE(shop.run(shop.paying.settle(read, shop.executor)));
  EXPECT_THAT(shop.slow.requests, SizeIs(1));
  EXPECT_EQ(shop.status(), Status::ready_for_payment);
}

TEST(AnAttempt, KeepsSinceWhenItsKeyIsSpentAndTheNameThatAReportGaveItsCharge) {
  Paying shop;
  Changeset named;
  named.attempt = shop.open_attempts().at(0);
  named.attempt->gateway_reference = "pi_1";
  EXPECT_EQ(shop.run(shop.memory.commit(std::move(named), shop.executor)),
            CommitOutcome::committed);
  const Timestamp spent_at = shop.clock.now();
  shop.provider_answers(ChargeInDoubt{true});
  EXPECT_EQ(shop.open_attempts().at(0).key_spent_at, spent_at);
  EXPECT_EQ(shop.open_attempts().at(0).gateway_reference, "pi_1");
  shop.clock.advance(1h);
  shop.settle_due();
  ASSERT_THAT(shop.slow.requests, SizeIs(2));
  EXPECT_EQ(shop.slow.requests[1].key_spent_at, spent_at);
  EXPECT_EQ(shop.slow.requests[1].reference, "pi_1");
  shop.provider_answers(ChargeInDoubt{true});
  EXPECT_EQ(shop.open_attempts().at(0).key_spent_at, spent_at);
}

TEST(AnAttempt, OfAnApprovedPurchaseIsLeftToTheApprovalThatPaysIt) {
  Paying shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  auto command = shop.payment(shop.token_for(*session));
  command.approval_required = true;
  shop.run(by_agent(shop.paying).complete(shop.context("a", "b"), session->id, command));
  spawn(shop.paying.approve(session->id, std::nullopt, shop.executor), [](ApprovalReply) {});
  shop.executor.run_all();
  ASSERT_THAT(shop.slow.requests, SizeIs(2));
  for (const PaymentAttempt& attempt : shop.open_attempts()) {
    EXPECT_FALSE(shop.run(shop.paying.settle(attempt, shop.executor)));
  }
  EXPECT_THAT(shop.slow.requests, SizeIs(2));
  shop.provider_answers(ChargeApproved{"pi_1"});
}

TEST(AnApproval, OfAnAttemptThatHasFailedIsGivenBackAndAnErrorOfTheLog) {
  Paying shop;
  // Another process on the same store, which knows nothing of the request.
  shop.gateway.refuses = true;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  shop.provider_answers(ChargeApproved{"pi_1"});
  EXPECT_EQ(shop.status(), Status::ready_for_payment);
  ASSERT_THAT(shop.slow.refunds, SizeIs(1));
  EXPECT_EQ(shop.slow.refunds[0].charge, "pi_1");
  EXPECT_EQ(shop.slow.refunds[0].amount, shop.session->totals.total);
  // A provider takes a key for one thing only.
  EXPECT_NE(shop.slow.refunds[0].gateway_key, shop.slow.requests[0].gateway_key);
  EXPECT_THAT(shop.log.events, Contains("charge_without_order"));
}

TEST(AnApproval, OfAnAttemptThatHasFailedLetsGoWhatWasOnlySetAside) {
  Paying shop;
  shop.gateway.refuses = true;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  shop.provider_answers(ChargeApproved{"pi_1", false});
  EXPECT_THAT(shop.slow.refunds, IsEmpty());
  ASSERT_THAT(shop.slow.cancels, SizeIs(1));
  EXPECT_THAT(shop.log.events, Contains("charge_without_order"));
}

TEST(AnApproval, UnderReviewMakesAnOrderThatIsHeld) {
  Paying shop;
  shop.provider_answers(ChargeApproved{"pi_1", true, true});
  const auto order = Shop::session_of(shop.get(shop.session->id))->order.value();
  EXPECT_EQ(order.status, checkout::OrderStatus::manual_review);
}

TEST(AnApproval, ThatSomeoneElseCommittedIsNotGivenBack) {
  Paying shop;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  ASSERT_EQ(shop.status(), Status::completed);
  const auto order = Shop::session_of(shop.get(shop.session->id))->order.value();
  shop.provider_answers(ChargeApproved{order.payment_reference});
  EXPECT_THAT(shop.slow.refunds, IsEmpty());
  EXPECT_THAT(shop.log.events, Not(Contains("charge_without_order")));
}

}  // namespace
}  // namespace till::app
