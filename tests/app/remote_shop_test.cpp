// A shop elsewhere takes its time: nobody waits for an answer that somebody else asked for, and an
// answer counts only for what it was asked about. A shop in this process is asked as ever.
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <vector>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;

// Answers only when the test says so; what it says is known at the time of the question.
class SlowCommerce final : public Commerce {
 public:
  SlowCommerce(Commerce& inner, bool remote) : inner_(inner), remote_(remote) {}
  bool is_remote() const override { return remote_; }
  Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                    Executor& executor) override {
    asked.push_back(request);
    checkout::QuoteResult answer = co_await inner_.quote(request, executor);
    if (held) {
      ++waiting;
      co_await resume_on(line);
      --waiting;
      co_await resume_on(executor);
    }
    co_return answer;
  }

  std::vector<checkout::QuoteRequest> asked;
  int waiting = 0;
  bool held = false;
  ManualExecutor line;

 private:
  Commerce& inner_;
  bool remote_;
};

checkout::UpdateCommand quantity(const checkout::Session& session, std::int64_t pieces) {
  checkout::RequestedLine line;
  line.item_id = session.lines.front().item_id;
  line.quantity = pieces;
  checkout::UpdateCommand command;
  command.lines = checkout::Patch<std::vector<checkout::RequestedLine>>::of({line});
  return command;
}

checkout::UpdateCommand buyer(const std::string& email) {
  checkout::UpdateCommand command;
  checkout::Buyer buyer;
  buyer.email = email;
  command.buyer = checkout::Patch<checkout::Buyer>::of(buyer);
  return command;
}

struct Elsewhere {
  explicit Elsewhere(bool remote)
      : shop([this](Store& inner) { return wrap(inner); }),
        commerce(shop.commerce, remote),
        service({shop.store, commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                 shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}}) {}
  std::unique_ptr<Store> wrap(Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    store = made.get();
    return made;
  }
  checkout::SessionPtr begin(const char* item, std::int64_t pieces) {
    const auto reply =
        shop.run(by_agent(service).create(shop.context("begin", "body"), cart({{item, pieces}})));
    commerce.asked.clear();
    return Shop::session_of(reply);
  }
  // An update that is asked for and perhaps not yet answered.
  std::optional<Reply>& update(const std::string& key, SessionId id,
                               const checkout::UpdateCommand& command) {
    std::optional<Reply>& reply = replies.emplace_back();
    spawn(by_agent(service).update(shop.context(key, key), id, command),
          [&reply](Reply given) { reply = std::move(given); });
    shop.executor.run_all();
    return reply;
  }
  // Answers all that is asked, until nothing is.
  void answer() {
    while (commerce.waiting > 0) {
      commerce.line.run_all();
      shop.executor.run_all();
    }
  }

  FaultyStore* store = nullptr;
  Shop shop;
  SlowCommerce commerce;
  CheckoutService service;
  std::deque<std::optional<Reply>> replies;
};

TEST(ARemoteShop, IsAskedByTwoUpdatesOfOneSessionAtTheSameTime) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.commerce.held = true;
  const auto& first = elsewhere.update("u1", session->id, quantity(*session, 2));
  const auto& second = elsewhere.update("u2", session->id, quantity(*session, 3));
  EXPECT_EQ(elsewhere.commerce.waiting, 2);
  elsewhere.answer();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(Shop::session_of(*first)->lines[0].quantity, 2);
  EXPECT_EQ(Shop::session_of(*second)->lines[0].quantity, 3);
  EXPECT_EQ(Shop::session_of(*second)->version, session->version + 2);
}

TEST(AShopInThisProcess, IsAskedByOneUpdateOfASessionAfterTheOther) {
  Elsewhere elsewhere(false);
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.commerce.held = true;
  const auto& first = elsewhere.update("u1", session->id, quantity(*session, 2));
  const auto& second = elsewhere.update("u2", session->id, quantity(*session, 3));
  EXPECT_EQ(elsewhere.commerce.waiting, 1) << "the other waits for its turn";
  elsewhere.answer();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(elsewhere.commerce.asked.size(), 2U);
  EXPECT_EQ(Shop::session_of(*second)->version, session->version + 2);
}

TEST(ARemoteShop, KeepsNobodyFromTheSessionWhileItIsAsked) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.commerce.held = true;
  const auto& update = elsewhere.update("u", session->id, quantity(*session, 2));
  std::optional<Reply> canceled;  // Needs no quote, and a turn that it would have to wait for.
  spawn(by_agent(elsewhere.service)
            .cancel(elsewhere.shop.context("c", "c"), session->id, checkout::CancelCommand{}),
        [&canceled](Reply reply) { canceled = std::move(reply); });
  elsewhere.shop.executor.run_all();
  ASSERT_TRUE(canceled.has_value());
  EXPECT_EQ(Shop::session_of(*canceled)->status, Status::canceled);
  elsewhere.answer();
  ASSERT_TRUE(update.has_value());
  EXPECT_EQ(Shop::code_of(*update), RefusalCode::session_over);
}

TEST(ARemoteShop, IsAskedOnceByAnUpdateThatNobodyDisturbs) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("mug-blue", 1);
  const auto& update = elsewhere.update("u", session->id, quantity(*session, 2));
  ASSERT_TRUE(update.has_value());
  EXPECT_EQ(elsewhere.commerce.asked.size(), 1U);
}

TEST(ARemoteShop, IsNotAskedAgainWhenTheSessionChangedWithoutTheQuestion) {
  Elsewhere elsewhere(true);
  Shop& shop = elsewhere.shop;
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.store->before_commit = [&] {  // Somebody else writes the same once more.
    auto same = *session;
    ++same.version;
    Changeset changeset;
    changeset.session = std::make_shared<const checkout::Session>(std::move(same));
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(changeset), shop.executor)),
              CommitOutcome::committed);
  };
  const auto& update = elsewhere.update("u", session->id, quantity(*session, 2));
  ASSERT_TRUE(update.has_value());
  EXPECT_EQ(Shop::session_of(*update)->version, session->version + 2);
  EXPECT_EQ(elsewhere.commerce.asked.size(), 1U);
}

TEST(ARemoteShop, IsAskedAgainWhenTheQuestionIsAnotherByThen) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.commerce.held = true;
  const auto& lines = elsewhere.update("u1", session->id, quantity(*session, 2));
  const auto& email = elsewhere.update("u2", session->id, buyer("ann@shop.example"));
  elsewhere.answer();
  ASSERT_TRUE(lines && email);
  ASSERT_EQ(elsewhere.commerce.asked.size(), 3U) << "of one piece, and then of two";
  EXPECT_EQ(elsewhere.commerce.asked[2].lines[0].quantity, 2);
  const auto last = Shop::session_of(*email);
  EXPECT_EQ(last->lines[0].quantity, 2);
  EXPECT_EQ(last->totals.subtotal, Amount{2 * 1'450});
}

TEST(ARemoteShop, IsAskedAgainWhenOtherCodesAreEnteredByThen) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("mug-blue", 1);
  elsewhere.commerce.held = true;
  checkout::UpdateCommand code;
  code.discount_codes = checkout::Patch<std::vector<std::string>>::of({"SAVE10"});
  const auto& first = elsewhere.update("u1", session->id, code);
  const auto& second = elsewhere.update("u2", session->id, buyer("ann@shop.example"));
  elsewhere.answer();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(elsewhere.commerce.asked.size(), 3U) << "without the code, and then with it";
  EXPECT_EQ(Shop::session_of(*second)->totals.items_discount, Amount{145});
}

TEST(ARemoteShop, IsAskedAgainWhenTheSessionHoldsOtherPiecesByThen) {
  Elsewhere elsewhere(true);
  const auto session = elsewhere.begin("poster-limited", 3);
  elsewhere.commerce.held = true;
  // Both ask while all pieces are held by the session; the first gives two of them back.
  const auto& fewer = elsewhere.update("u1", session->id, quantity(*session, 1));
  const auto& all = elsewhere.update("u2", session->id, quantity(*session, 3));
  elsewhere.answer();
  ASSERT_TRUE(fewer && all);
  EXPECT_EQ(Shop::session_of(*fewer)->holds[0].quantity, 1);
  EXPECT_EQ(Shop::session_of(*all)->status, Status::ready_for_payment);
  EXPECT_EQ(Shop::session_of(*all)->holds[0].quantity, 3);
  EXPECT_EQ(elsewhere.shop.available("poster-limited"), 0);
}

TEST(ARemoteShop, IsAskedAgainWhenItsStockIsGone) {
  Elsewhere elsewhere(true);
  Shop& shop = elsewhere.shop;
  const auto session = elsewhere.begin("poster-limited", 1);
  elsewhere.store->before_commit = [&] {  // A rival takes a piece.
    Changeset theft;
    theft.stock.push_back({"poster-limited", 1});
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(theft), shop.executor)),
              CommitOutcome::committed);
  };
  const auto& update = elsewhere.update("u", session->id, quantity(*session, 3));
  ASSERT_TRUE(update.has_value());
  EXPECT_EQ(elsewhere.commerce.asked.size(), 2U);
  EXPECT_EQ(Shop::session_of(*update)->status, Status::not_ready_for_payment);
}

TEST(ARemoteShop, IsAskedOnceForAPurchaseThatNobodyDisturbs) {
  Elsewhere elsewhere(true);
  Shop& shop = elsewhere.shop;
  const auto session = elsewhere.begin("mug-blue", 1);
  const auto token = shop.token_for(*session);
  const auto reply =
      shop.run(by_agent(elsewhere.service)
                   .complete(shop.context("p", token), session->id, shop.payment(token)));
  EXPECT_EQ(Shop::session_of(reply)->status, Status::completed);
  EXPECT_EQ(elsewhere.commerce.asked.size(), 1U);
  EXPECT_EQ(shop.gateway.calls, 1);
}

TEST(ARemoteShop, ThatNeverAgreesWithTheStockIsGivenUp) {
  Elsewhere elsewhere(true);
  Shop& shop = elsewhere.shop;
  const auto session = elsewhere.begin("mug-blue", 1);
  int rivals = 0;
  std::function<void()> touch = [&] {
    ++rivals;
    elsewhere.store->fail_nth_call(1, CommitOutcome::stock_short);
    elsewhere.store->before_commit = touch;
  };
  elsewhere.store->before_commit = touch;
  const auto& update = elsewhere.update("u", session->id, quantity(*session, 2));
  ASSERT_TRUE(update.has_value());
  EXPECT_EQ(Shop::code_of(*update), RefusalCode::unavailable);
  EXPECT_EQ(rivals, 32) << "every second round asks";
  EXPECT_EQ(elsewhere.commerce.asked.size(), 32U);
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->version, session->version);
}

// A provider that takes its time to look at a token.
class LookingGateway final : public PaymentGateway {
 public:
  explicit LookingGateway(PaymentGateway& inner) : inner_(inner) {}
  std::string_view name() const override { return inner_.name(); }
  Task<ChargeOutcome> charge(ChargeRequest request, Executor& executor) override {
    return inner_.charge(std::move(request), executor);
  }
  Task<StepOutcome> refund(ChargeStep step, Executor& executor) override {
    return inner_.refund(std::move(step), executor);
  }
  Task<StepOutcome> capture(ChargeStep step, Executor& executor) override {
    return inner_.capture(std::move(step), executor);
  }
  Task<StepOutcome> cancel(ChargeStep step, Executor& executor) override {
    return inner_.cancel(std::move(step), executor);
  }
  Task<ChargeSearch> find(std::string charge, Executor& executor) override {
    return inner_.find(std::move(charge), executor);
  }
  Task<std::optional<checkout::PaymentFailure>> look(ChargeRequest request,
                                                     Executor& executor) override {
    ++looks;
    co_await resume_on(line);
    co_await resume_on(executor);
    co_return co_await inner_.look(std::move(request), executor);
  }

  int looks = 0;
  ManualExecutor line;

 private:
  PaymentGateway& inner_;
};

TEST(AProviderThatLooksAtAToken, IsAskedOnceAndKeepsNobodyFromTheSession) {
  Shop shop;
  LookingGateway looking(shop.gateway);
  CheckoutService service({shop.store, shop.commerce, looking, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, nullptr, [](const OutboxEvent&) {}});
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  auto payment = shop.payment(token);
  payment.approval_required = true;
  std::optional<Reply> waits;
  spawn(by_agent(service).complete(shop.context("p", token), session->id, payment),
        [&waits](Reply reply) { waits = std::move(reply); });
  shop.executor.run_all();
  EXPECT_FALSE(waits.has_value());
  std::optional<Reply> updated;
  spawn(by_agent(service).update(shop.context("u", "u"), session->id, buyer("ann@shop.example")),
        [&updated](Reply reply) { updated = std::move(reply); });
  shop.executor.run_all();
  EXPECT_TRUE(updated.has_value());
  looking.line.run_all();
  shop.executor.run_all();
  ASSERT_TRUE(waits.has_value());
  EXPECT_EQ(Shop::session_of(*waits)->status, Status::pending_approval);
  EXPECT_EQ(looking.looks, 1);
}

}  // namespace
}  // namespace till::app
