// The pipeline with use cases that do next to nothing: rounds, turns, keys, and what is asked.
#include "app/pipeline.h"

#include <gtest/gtest.h>

#include <functional>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

// Decides as the test says.
class Toy final : public UseCase {
 public:
  using Rule = std::function<Step(const Loaded&, Timestamp)>;
  explicit Toy(Rule rule) : rule_(std::move(rule)) {}
  Step needs(const Loaded& loaded, Timestamp now) override {
    ++rounds;
    return rule_(loaded, now);
  }
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override {
    return answered(loaded, answers, now);
  }
  std::function<Step(const Loaded&, const Answers&, Timestamp)> answered;
  int rounds = 0;

 private:
  Rule rule_;
};

// The session as it was loaded, once more.
Decision next_version(const Loaded& loaded) {
  checkout::Session next = *loaded.session;
  ++next.version;
  Decision decision;
  decision.changeset.session = std::make_shared<const checkout::Session>(std::move(next));
  decision.content = SessionReply{decision.changeset.session, Success::ok};
  return decision;
}

Step write_next(const Loaded& loaded, Timestamp) { return next_version(loaded); }

struct Plant {
  Plant()
      : shop([this](Store& inner) { return wrap(inner); }),
        pipeline({shop.store, &shop.store, &shop.commerce, shop.clock,
                  [this](const OutboxEvent&) { ++announced; }}),
        session(shop.created(cart({{"mug-blue", 1}}))) {}
  std::unique_ptr<Store> wrap(Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    store = made.get();
    return made;
  }
  Subject about(TurnRule turn = TurnRule::none) { return {session->id, {}, turn, shop.executor}; }
  Subject under_key(const std::string& key, const std::string& body) {
    return {session->id, RunKey{sha256(key), sha256(body)}, TurnRule::none, shop.executor};
  }
  Ended run(Subject subject, UseCase& use_case) {
    return shop.run(pipeline.run(std::move(subject), use_case));
  }

  FaultyStore* store = nullptr;
  Shop shop;
  Pipeline pipeline;
  checkout::SessionPtr session;
  int announced = 0;
};

TEST(APipeline, EndsWithWhatItCommittedAndWithWhatItLoaded) {
  Plant plant;
  Toy toy(write_next);
  const Ended ended = plant.run(plant.about(), toy);
  EXPECT_EQ(ended.end, End::decided);
  EXPECT_TRUE(ended.committed);
  EXPECT_EQ(ended.session->version, plant.session->version);
  EXPECT_EQ(std::get<SessionReply>(ended.content).session->version, plant.session->version + 1);
}

TEST(APipeline, CommitsNothingWhereThereIsNothingToDo) {
  Plant plant;
  Toy toy([](const Loaded& loaded, Timestamp) { return nothing_to_do(loaded.session); });
  plant.store->fail_nth_call(2, CommitOutcome::failed);
  const Ended ended = plant.run(plant.about(), toy);
  EXPECT_EQ(ended.end, End::decided);
  EXPECT_FALSE(ended.committed);
}

TEST(APipeline, CommitsNothingForWhomNobodyWaitsAnyMoreAndLeavesTheKeyUnused) {
  Plant plant;
  bool gone = true;
  const auto end_of_asking = [&] {
    Toy toy(write_next);
    Subject subject = plant.under_key("key", "body");
    subject.given_up = [&gone] { return gone; };
    return plant.run(std::move(subject), toy).end;
  };
  EXPECT_EQ(end_of_asking(), End::busy);
  gone = false;
  EXPECT_EQ(end_of_asking(), End::decided) << "no answer was kept under the key";
  gone = true;
  EXPECT_EQ(end_of_asking(), End::answered) << "what was answered is given again";
}

// How a run ends by what became of its first commit, and after how many rounds.
TEST(APipeline, DecidesAgainWhenACommitDidNotStandAndOnlyThen) {
  struct Row {
    CommitOutcome first;
    End end;
    int rounds;
  };
  for (const Row& row :
       {Row{CommitOutcome::committed, End::decided, 1},
        Row{CommitOutcome::key_taken, End::decided, 2},
        Row{CommitOutcome::session_changed, End::decided, 2},
        Row{CommitOutcome::attempt_settled, End::decided, 2},
        Row{CommitOutcome::token_spent, End::decided, 2},
        Row{CommitOutcome::stock_short, End::decided, 2},
        Row{CommitOutcome::limit_reached, End::decided, 2}, Row{CommitOutcome::busy, End::busy, 1},
        Row{CommitOutcome::failed, End::failed, 1}}) {
    SCOPED_TRACE(static_cast<int>(row.first));
    Plant plant;
    Toy toy(write_next);
    if (row.first != CommitOutcome::committed) plant.store->fail_nth_call(2, row.first);
    const Ended ended = plant.run(plant.about(), toy);
    EXPECT_EQ(ended.end, row.end);
    EXPECT_EQ(ended.committed, row.end == End::decided);
    EXPECT_EQ(toy.rounds, row.rounds);
  }
}

TEST(APipeline, GivesUpAfter64Rounds) {
  Plant plant;
  Toy toy([](const Loaded& loaded, Timestamp) -> Step {
    Decision stale = next_version(loaded);
    auto next = *stale.changeset.session;
    ++next.version;
    stale.changeset.session = std::make_shared<const checkout::Session>(std::move(next));
    return stale;
  });
  const Ended ended = plant.run(plant.about(TurnRule::required), toy);
  EXPECT_EQ(ended.end, End::busy);
  EXPECT_FALSE(ended.committed);
  EXPECT_EQ(toy.rounds, 64);
}

TEST(APipeline, SaysThatTheStoreCannotBeRead) {
  Plant plant;
  Toy toy(write_next);
  plant.store->fail_nth_call(1, CommitOutcome::failed);
  const Ended ended = plant.run(plant.about(), toy);
  EXPECT_EQ(ended.end, End::unreadable);
  EXPECT_EQ(toy.rounds, 0);
}

TEST(APipeline, AnnouncesTheEventsThatItCommitted) {
  for (const CommitOutcome outcome : {CommitOutcome::committed, CommitOutcome::busy}) {
    Plant plant;
    Toy toy([&plant](const Loaded& loaded, Timestamp now) -> Step {
      Decision decision = next_version(loaded);
      OutboxEvent event;
      event.id = plant.shop.ids.make<EventId>();
      event.created_at = event.next_attempt_at = now;
      decision.changeset.events = {event, event};
      return decision;
    });
    if (outcome != CommitOutcome::committed) plant.store->fail_nth_call(2, outcome);
    plant.run(plant.about(), toy);
    EXPECT_EQ(plant.announced, outcome == CommitOutcome::committed ? 2 : 0);
  }
}

TEST(APipelinesKey, IsKeptWithItsAnswerAndIsNobodyElsesUntilTheEndIsDropped) {
  Plant plant;
  Toy toy(write_next);
  {
    const Ended first = plant.run(plant.under_key("key", "body"), toy);
    EXPECT_TRUE(first.committed);
    EXPECT_EQ(plant.run(plant.under_key("key", "body"), toy).end, End::key_in_flight);
    EXPECT_EQ(plant.run(plant.under_key("key", "other"), toy).end, End::key_conflict);
  }
  const Ended again = plant.run(plant.under_key("key", "body"), toy);
  EXPECT_EQ(again.end, End::answered);
  ASSERT_TRUE(again.record.has_value());
  EXPECT_EQ(std::get<SessionAnswer>(again.record->answer).version, plant.session->version + 1);
  EXPECT_EQ(toy.rounds, 1);
}

TEST(APipelinesKey, IsNotUsedUpByWhatIsSettledLater) {
  Plant plant;
  Toy toy([](const Loaded& loaded, Timestamp) -> Step {
    Decision decision = next_version(loaded);
    decision.key_use = KeyUse::pending;
    return decision;
  });
  EXPECT_TRUE(plant.run(plant.under_key("key", "body"), toy).committed);
  EXPECT_TRUE(plant.run(plant.under_key("key", "body"), toy).committed);
}

TEST(AnAttemptOfAPipeline, IsClaimedFromBeforeItsCommitUntilTheEndIsDropped) {
  Plant plant;
  PaymentAttempt attempt;
  attempt.id = plant.shop.ids.make<AttemptId>();
  attempt.session = plant.session->id;
  Toy toy([&attempt](const Loaded& loaded, Timestamp) -> Step {
    Decision decision = next_version(loaded);
    decision.changeset.attempt = attempt;
    decision.opens_attempt = true;
    return decision;
  });
  plant.store->before_commit = [&] { EXPECT_FALSE(plant.pipeline.claim(attempt.id).has_value()); };
  {
    const Ended ended = plant.run(plant.about(), toy);
    ASSERT_TRUE(ended.opened.has_value());
    EXPECT_EQ(ended.opened->id, attempt.id);
    EXPECT_FALSE(plant.pipeline.claim(attempt.id).has_value());
  }
  EXPECT_TRUE(plant.pipeline.claim(attempt.id).has_value());
}

TEST(AnAttemptOfAPipeline, ThatWasNotCommittedIsNotOpen) {
  Plant plant;
  Toy toy([&plant](const Loaded& loaded, Timestamp) -> Step {
    Decision decision = next_version(loaded);
    decision.changeset.attempt.emplace().id = plant.shop.ids.make<AttemptId>();
    decision.opens_attempt = true;
    return decision;
  });
  plant.store->fail_nth_call(2, CommitOutcome::busy);
  EXPECT_FALSE(plant.run(plant.about(), toy).opened.has_value());
}

TEST(AnAttemptOfAPipeline, IsNotOpenedByTheRoundBefore) {
  Plant plant;
  bool first = true;
  Toy toy([&](const Loaded& loaded, Timestamp) -> Step {
    Decision decision = next_version(loaded);
    if (!std::exchange(first, false)) return decision;
    decision.changeset.attempt.emplace().id = plant.shop.ids.make<AttemptId>();
    decision.opens_attempt = true;
    return decision;
  });
  plant.store->fail_nth_call(2, CommitOutcome::limit_reached);
  const Ended ended = plant.run(plant.about(), toy);
  EXPECT_TRUE(ended.committed);
  EXPECT_FALSE(ended.opened.has_value());
}

TEST(AUseCase, IsGivenWhatItAskedForAndNothingElse) {
  Plant plant;
  const AttemptId attempt = plant.shop.ids.make<AttemptId>();
  Toy toy([&](const Loaded& loaded, Timestamp) -> Step {
    Needs needs;
    needs.attempts = loaded.session->id;
    needs.attempt = attempt;
    return needs;
  });
  toy.answered = [&](const Loaded& loaded, const Answers& answers, Timestamp) -> Step {
    if (answers.charge != nullptr) {
      EXPECT_EQ(answers.attempts, nullptr);
      EXPECT_FALSE(answers.claimed);
      EXPECT_TRUE(std::holds_alternative<ChargeUnknown>(*answers.charge));
      return nothing_to_do(loaded.session);
    }
    EXPECT_NE(answers.attempts, nullptr);
    EXPECT_TRUE(answers.claimed);
    EXPECT_EQ(answers.quote, nullptr);
    EXPECT_EQ(answers.look, nullptr);
    Needs needs;
    needs.charge = "ch_of_nobody";
    needs.provider = &plant.shop.gateway;
    return needs;
  };
  const Ended ended = plant.run(plant.about(), toy);
  EXPECT_EQ(ended.end, End::decided);
  EXPECT_EQ(toy.rounds, 1) << "nothing that others wait for was held";
  EXPECT_FALSE(plant.pipeline.claim(attempt).has_value());
}

TEST(AUseCase, ThatAsksTheProviderInItsTurnDecidesOnWhatIsLoadedAfterwards) {
  Plant plant;
  std::uint64_t seen = 0;
  Toy toy([&plant](const Loaded&, Timestamp) -> Step {
    Needs needs;
    needs.charge = "ch_of_nobody";
    needs.provider = &plant.shop.gateway;
    return needs;
  });
  toy.answered = [&seen](const Loaded& loaded, const Answers& answers, Timestamp) -> Step {
    EXPECT_NE(answers.charge, nullptr);
    seen = loaded.session->version;
    return nothing_to_do(loaded.session);
  };
  EXPECT_EQ(plant.run(plant.about(TurnRule::wanted), toy).end, End::decided);
  EXPECT_EQ(toy.rounds, 2);
  EXPECT_EQ(seen, plant.session->version);
}

}  // namespace
}  // namespace till::app
