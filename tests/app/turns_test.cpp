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
  Task<Done> join(int number, SessionId id) {
    Turns::Turn turn = co_await turns.take(id, executor);
    if (turn) {
      order.push_back(number);
      held.push_back(std::move(turn));
    } else {
      refused.push_back(number);
    }
    co_return Done{};
  }
  void begin(int number, std::uint8_t id = 1) {
    spawn(join(number, session(id)), [](Done) {});
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
    co_await resume_on(executor);
    const auto outcome = co_await FaultyStore::commit(std::move(changeset), executor);
    if (outcome != CommitOutcome::committed) ++conflicts;
    co_return outcome;
  }
  int loads = 0;
  int conflicts = 0;
};

TEST(Contention, OfOneSessionIsAQueueWithoutARace) {
  LateStore* late = nullptr;
  Shop shop([&late](Store& inner) {
    auto made = std::make_unique<LateStore>(inner);
    late = made.get();
    return made;
  });
  const auto before = shop.created(cart({{"mug-blue", 1}}));
  late->loads = 0;
  constexpr int kUpdates = 200;
  int succeeded = 0;
  for (int i = 1; i <= kUpdates; ++i) {
    checkout::UpdateCommand command;
    command.lines =
        checkout::Patch<std::vector<checkout::RequestedLine>>::of(cart({{"mug-blue", i}}).lines);
    spawn(shop.service.update(shop.context("key-" + std::to_string(i), "body"), before->id,
                              std::move(command)),
          [&succeeded](Reply reply) {
            succeeded += std::holds_alternative<SessionReply>(reply.content) ? 1 : 0;
          });
  }
  shop.executor.run_all();
  EXPECT_EQ(succeeded, kUpdates);
  EXPECT_EQ(late->loads, kUpdates);
  EXPECT_EQ(late->conflicts, 0);
  const auto after = Shop::session_of(shop.get(before->id));
  EXPECT_EQ(after->version, before->version + kUpdates);
  EXPECT_EQ(after->lines[0].quantity, kUpdates) << "the last to come is the last to go";
}

}  // namespace
}  // namespace till::app
