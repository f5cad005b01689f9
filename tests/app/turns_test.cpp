// Those who want one session go one after the other; others are not kept waiting.
#include "app/turns.h"

#include <gtest/gtest.h>

#include <optional>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

SessionId session(std::uint8_t number) {
  SessionId id;
  id.bytes[15] = number;
  return id;
}

struct Line {
  // Takes a turn and keeps it until the test lets it go.
  Task<Done> join(int number, SessionId id, bool follows) {
    Turns::Turn turn = co_await turns.wait(id, executor, follows);
    if (turn) {
      order.push_back(number);
      held.push_back(std::move(turn));
    } else {
      refused.push_back(number);
    }
    co_return Done{};
  }
  void begin(int number, std::uint8_t id = 1, bool follows = false) {
    spawn(join(number, session(id), follows), [](Done) {});
  }
  void let_go() {
    held.pop_front();
    executor.run_all();
  }
  ManualExecutor executor;
  Turns turns{2};
  std::deque<Turns::Turn> held;
  std::vector<int> order, refused;
};

TEST(Turns, ComeInTheOrderOfAsking) {
  Line line;
  for (const int number : {1, 2, 3}) line.begin(number);
  EXPECT_EQ(line.order, std::vector<int>{1});
  line.let_go();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2}));
  line.let_go();
  line.let_go();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2, 3}));
  line.begin(4);
  EXPECT_EQ(line.order.back(), 4) << "nobody is left, so that it need not wait";
}

TEST(Turns, AreHandedOverToThoseWhoFollow) {
  Line line;
  const auto next = std::make_shared<const checkout::Session>();
  line.begin(1);
  line.begin(2, 1, true);
  line.begin(3);  // Does not follow, and whoever comes after it stands behind it.
  line.held[0].hand_over(next);
  line.executor.run_all();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2}));
  EXPECT_EQ(line.held[0].uncommitted(), nullptr);
  EXPECT_EQ(line.held[1].uncommitted(), next);
  line.held.pop_back();
  line.executor.run_all();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2})) << "the first is still under way";
  line.let_go();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(line.held[0].uncommitted(), nullptr);
}

TEST(Turns, AreFollowedByNobodyOnceACommitDidNotStand) {
  Line line;
  line.begin(1);
  line.begin(2, 1, true);
  line.held[0].give_up();
  line.held[0].hand_over(std::make_shared<const checkout::Session>());
  line.executor.run_all();
  EXPECT_EQ(line.order, std::vector<int>{1});
  line.let_go();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2}));
}

TEST(Turns, KeepNobodyWaitingForAnotherSession) {
  Line line;
  line.begin(1, 1);
  line.begin(2, 2);
  line.begin(3, 17);  // Of the same shard as the first.
  EXPECT_EQ(line.order, (std::vector<int>{1, 2, 3}));
}

TEST(Turns, TurnAwayWhoeverWouldWaitBehindTooMany) {
  Line line;
  for (const int number : {1, 2, 3, 4}) line.begin(number);
  EXPECT_EQ(line.refused, std::vector<int>{4});
  for (int i = 0; i < 3; ++i) line.let_go();
  EXPECT_EQ(line.order, (std::vector<int>{1, 2, 3}));
}

// A store whose every answer comes later, so that requests could overtake each other.
class LateStore final : public FaultyStore {
 public:
  using FaultyStore::FaultyStore;
  Task<StoreResult<Loaded>> load(std::optional<SessionId> session, std::optional<Digest> scope,
                                 Executor& executor) override {
    ++loads;
    co_await resume_on(executor);
    co_return co_await FaultyStore::load(session, scope, executor);
  }
  Task<CommitOutcome> commit(Changeset changeset, Executor& executor) override {
    most_at_once = std::max(most_at_once, ++at_once);
    for (int i = 0; i < 50; ++i) co_await resume_on(executor);
    const auto outcome = co_await FaultyStore::commit(std::move(changeset), executor);
    --at_once;
    if (outcome != CommitOutcome::committed) ++conflicts;
    co_return outcome;
  }
  int loads = 0;
  int conflicts = 0;
  int at_once = 0;
  int most_at_once = 0;
};

// Changes of one session that all begin before the first of them ends.
struct Rush {
  Rush() : shop([this](Store& inner) { return wrap(inner); }) {}
  std::unique_ptr<Store> wrap(Store& inner) {
    auto made = std::make_unique<LateStore>(inner);
    store = made.get();
    return made;
  }
  void begin(const std::string& item, std::int64_t quantity) {
    checkout::UpdateCommand command;
    command.lines =
        checkout::Patch<std::vector<checkout::RequestedLine>>::of(cart({{item, quantity}}).lines);
    const std::string key = "key-" + std::to_string(replies.size());
    Reply& reply = replies.emplace_back();
    spawn(by_agent(shop.service).update(shop.context(key, "body"), session->id, std::move(command)),
          [&reply](Reply given) { reply = std::move(given); });
  }
  void expect_all_carried_out() {
    shop.executor.run_all();
    for (const Reply& reply : replies) {
      const auto* given = std::get_if<SessionReply>(&reply.content);
      ASSERT_TRUE(given != nullptr && given->session);
      EXPECT_TRUE(given->session->lines[0].in_stock);
    }
    const auto after = Shop::session_of(shop.get(session->id));
    EXPECT_EQ(after->version, session->version + replies.size());
    EXPECT_EQ(shop.available(after->lines[0].item_id) + after->lines[0].quantity, pieces);
  }

  LateStore* store = nullptr;
  Shop shop;
  checkout::SessionPtr session;
  std::int64_t pieces = 0;  // Of the item, held or not.
  std::deque<Reply> replies;
};

TEST(Contention, OfOneSessionIsAQueueWithoutARace) {
  Rush rush;
  rush.session = rush.shop.created(cart({{"mug-blue", 1}}));
  rush.pieces = 1'000'000;
  rush.store->loads = 0;
  constexpr int kUpdates = 200;
  for (int i = 1; i <= kUpdates; ++i) rush.begin("mug-blue", i);
  rush.expect_all_carried_out();
  EXPECT_EQ(rush.store->loads, kUpdates + 1) << "and one to look at it in the end";
  EXPECT_EQ(rush.store->conflicts, 0);
  EXPECT_GT(rush.store->most_at_once, 10) << "many share one write";
  for (std::size_t i = 0; i < rush.replies.size(); ++i) {
    const auto session = Shop::session_of(rush.replies[i]);
    EXPECT_EQ(session->version, rush.session->version + 1 + i);
    EXPECT_EQ(session->lines[0].quantity, static_cast<std::int64_t>(i) + 1);
  }
}

TEST(Contention, NeverTellsThatPiecesLackWhichAreGivenBackJustNow) {
  Rush rush;
  rush.session = rush.shop.created(cart({{"poster-limited", 3}}));
  rush.pieces = 3;
  for (const int quantity : {1, 3, 2, 3, 1, 3}) rush.begin("poster-limited", quantity);
  rush.expect_all_carried_out();
}

// Deciding again at once would only find the same, until the request is told to come later.
TEST(Contention, WhoeverCannotFollowWaitsUntilNothingIsUnderWay) {
  FaultyStore* store = nullptr;
  Shop shop([&store](Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    store = made.get();
    return made;
  });
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  std::vector<checkout::SessionPtr> answers;
  const auto ask_for = [&](std::int64_t quantity) {
    checkout::UpdateCommand command;
    command.lines = checkout::Patch<std::vector<checkout::RequestedLine>>::of(
        cart({{"poster-limited", quantity}}).lines);
    const std::string key = "key-" + std::to_string(quantity);
    spawn(by_agent(shop.service).update(shop.context(key, "body"), session->id, std::move(command)),
          [&answers](const Reply& reply) { answers.push_back(Shop::session_of(reply)); });
    shop.executor.run_all();
  };
  store->held = true;
  ask_for(1);
  ask_for(3);  // Only what the one before gives back lets it have them.
  EXPECT_TRUE(answers.empty());
  store->held = false;
  store->line.run_all();
  shop.executor.run_all();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[1]->status, checkout::Status::ready_for_payment);
  EXPECT_EQ(answers[1]->lines[0].quantity, 3);
}

TEST(Contention, DecidesAgainWhenTheOneBeforeDidNotStand) {
  Rush rush;
  rush.session = rush.shop.created(cart({{"mug-blue", 1}}));
  rush.pieces = 1'000'000;
  rush.store->before_commit = [&rush] {
    // Something else changes the session at the last moment.
    Changeset changeset;
    auto changed = *rush.session;
    ++changed.version;
    changeset.session = std::make_shared<const checkout::Session>(changed);
    EXPECT_EQ(rush.shop.run(rush.shop.memory.commit(changeset, rush.shop.executor)),
              CommitOutcome::committed);
    rush.session = changeset.session;
  };
  for (int i = 1; i <= 20; ++i) rush.begin("mug-blue", i);
  rush.expect_all_carried_out();
  EXPECT_GT(rush.store->conflicts, 0);
}

}  // namespace
}  // namespace till::app
