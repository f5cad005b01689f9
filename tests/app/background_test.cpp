#include "app/background.h"

#include <gtest/gtest.h>

#include <chrono>

#include "app/shop.h"

namespace till::app {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kLifetime = 6h;

struct Kept : Shop {
  Background background_now(BackgroundOptions options = {}) {
    return Background({service, orders, store, store, store, clock, log}, options, executor);
  }
  // A session whose charge was asked for and never answered.
  SessionId in_doubt() {
    const auto session = created(cart({{"mug-blue", 1}}));
    gateway.silent = true;
    complete("pay-" + session->id.text(), session->id, token_for(*session));
    return session->id;
  }
  checkout::Status status_of(SessionId id) {
    return run(memory.load(id, std::nullopt, executor))->session->status;
  }
  void settle(Background& background) {
    background.settle_due();
    executor.run_all();
  }
  void expire(Background& background) {
    background.expire_due();
    executor.run_all();
  }
  FakeLog log;
};

TEST(SettlingPayments, WaitsForTheRequestThenDoublesUpToTheMost) {
  Kept shop;
  Background background = shop.background_now({1s, 5s, {}, 256});
  shop.in_doubt();
  const int asked = shop.gateway.calls;
  int tries = 0;
  for (const Milliseconds wait : {5000ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms}) {
    shop.clock.advance(wait - 1ms);
    shop.settle(background);
    EXPECT_EQ(shop.gateway.calls, asked + tries) << "before " << wait.count() << " ms are over";
    shop.clock.advance(1ms);
    shop.settle(background);
    shop.settle(background);
    EXPECT_EQ(shop.gateway.calls, asked + ++tries) << "after " << wait.count() << " ms";
  }
}

TEST(SettlingPayments, TakesUpWhatItsRequestLeftInDoubtWithTheSameKey) {
  Kept shop;
  const SessionId session = shop.in_doubt();
  shop.clock.advance(5s);
  Background background = shop.background_now();
  shop.gateway.silent = false;
  shop.settle(background);
  EXPECT_EQ(shop.status_of(session), checkout::Status::completed);
  EXPECT_TRUE(shop.open_attempts().empty());
  ASSERT_EQ(shop.gateway.keys.size(), 2u);
  EXPECT_EQ(shop.gateway.keys[0], shop.gateway.keys[1]);
  EXPECT_EQ(shop.announced.size(), 1u);
  EXPECT_TRUE(background.idle());
}

TEST(SettlingPayments, AsksNoMoreOnceSettled) {
  Kept shop;
  shop.in_doubt();
  shop.clock.advance(5s);
  Background background = shop.background_now();
  shop.gateway.silent = false;
  for (int i = 0; i < 10; ++i) {
    shop.settle(background);
    shop.clock.advance(1min);
  }
  EXPECT_EQ(shop.gateway.calls, 2);
}

TEST(SettlingPayments, GetsPastABatchOfOthersThatStayInDoubt) {
  Kept shop;
  for (int i = 0; i < 3; ++i) shop.in_doubt();
  shop.clock.advance(5s);
  Background background = shop.background_now({1s, 30s, {}, 1});
  for (int i = 0; i < 3; ++i) shop.settle(background);
  EXPECT_EQ(shop.gateway.calls, 6);
}

// Answers only when the test runs `line`.
class HeldGateway final : public PaymentGateway {
 public:
  std::string_view name() const override { return "sandbox"; }
  Task<ChargeOutcome> charge(ChargeRequest, Executor&) override {
    ++calls;
    co_await resume_on(line);
    co_return ChargeInDoubt{};
  }
  Task<StepOutcome> refund(ChargeStep, Executor&) override { co_return StepInDoubt{}; }
  Task<StepOutcome> capture(ChargeStep, Executor&) override { co_return StepInDoubt{}; }
  Task<StepOutcome> cancel(ChargeStep, Executor&) override { co_return StepInDoubt{}; }
  Task<ChargeSearch> find(std::string, Executor&) override { co_return ChargeInDoubt{}; }
  int calls = 0;
  ManualExecutor line;
};

TEST(SettlingPayments, BeginsNoTryWhileOneIsUnderWay) {
  Kept shop;
  shop.in_doubt();
  shop.clock.advance(5s);
  HeldGateway held;
  CheckoutService service({shop.store, shop.commerce, held, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}});
  Background background(
      {service, shop.orders, shop.store, shop.store, shop.store, shop.clock, shop.log}, {},
      shop.executor);
  for (int i = 0; i < 5; ++i) {
    shop.settle(background);
    shop.clock.advance(1h);
  }
  EXPECT_EQ(held.calls, 1);
  EXPECT_FALSE(background.idle());
  held.line.run_all();
  EXPECT_TRUE(background.idle());
  shop.clock.advance(1s);
  shop.settle(background);
  EXPECT_EQ(held.calls, 2);
  held.line.run_all();
}

TEST(SettlingPayments, HasABoundedNumberOfThemUnderWay) {
  Kept shop;
  for (int i = 0; i < 20; ++i) shop.in_doubt();
  shop.clock.advance(5s);
  HeldGateway held;
  CheckoutService service({shop.store, shop.commerce, held, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}});
  Background background(
      {service, shop.orders, shop.store, shop.store, shop.store, shop.clock, shop.log}, {},
      shop.executor);
  shop.settle(background);
  EXPECT_EQ(held.calls, 16);
  held.line.run_all();
  shop.settle(background);
  EXPECT_EQ(held.calls, 20) << "and the others get their turn";
  held.line.run_all();
}

TEST(Expiry, GivesTheStockOfEverySessionBack) {
  Kept shop;
  Background background = shop.background_now({1s, 30s, {}, 2});
  const std::int64_t free = shop.available("mug-blue");
  std::vector<SessionId> sessions;
  for (int i = 0; i < 7; ++i) sessions.push_back(shop.created(cart({{"mug-blue", 2}}))->id);
  shop.clock.advance(kLifetime - 1ms);
  shop.expire(background);
  EXPECT_EQ(shop.available("mug-blue"), free - 14);
  shop.clock.advance(1ms);
  shop.expire(background);
  EXPECT_EQ(shop.available("mug-blue"), free);
  for (const SessionId& id : sessions) {
    EXPECT_EQ(shop.status_of(id), checkout::Status::expired);
  }
  EXPECT_TRUE(background.idle());
}

TEST(Expiry, LeavesAPaymentInDoubtAloneAndIsNotHeldUpByIt) {
  Kept shop;
  Background background = shop.background_now({1s, 30s, {}, 1});
  const SessionId paying = shop.in_doubt();
  shop.clock.advance(1s);
  const SessionId waiting = shop.created(cart({{"mug-blue", 1}}))->id;
  shop.clock.advance(kLifetime);
  shop.expire(background);
  shop.expire(background);
  EXPECT_EQ(shop.status_of(paying), checkout::Status::complete_in_progress);
  EXPECT_EQ(shop.status_of(waiting), checkout::Status::expired);
}

TEST(Pruning, DropsAnswersOlderThanTheRetentionOnly) {  // ID-16
  Kept shop;
  Background background = shop.background_now();
  const auto command = cart({{"mug-blue", 1}});
  EXPECT_FALSE(shop.create("key", command).replayed);
  shop.clock.advance(72h);
  background.prune();
  shop.executor.run_all();
  EXPECT_TRUE(shop.create("key", command).replayed);
  shop.clock.advance(1ms);
  background.prune();
  EXPECT_FALSE(background.idle());
  shop.executor.run_all();
  EXPECT_TRUE(background.idle());
  EXPECT_FALSE(shop.create("key", command).replayed);
}

}  // namespace
}  // namespace till::app
