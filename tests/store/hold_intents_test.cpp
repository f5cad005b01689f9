// What the shop's backend may hold for sessions, in each store: one question after the other, and
// whoever is due is taken up by one process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/codec/codec.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using app::HoldIntent;
using app::HoldState;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Milliseconds kSecond{1'000};

HoldIntent intent_of(std::uint64_t session, std::uint64_t version,
                     HoldState state = HoldState::asked, std::optional<Timestamp> due = kNow) {
  return {id_of(session), version, state, kNow + kSecond, {{"mug", 2}, {"poster", 1}}, due};
}

class HoldIntents : public testing::TestWithParam<Kind> {
 protected:
  CommitOutcome commit(const HoldIntent& intent) {
    app::Changeset changeset;
    changeset.hold = intent;
    return under_test_.commit(std::move(changeset));
  }
  std::optional<HoldIntent> kept(std::uint64_t session) {
    return sync_wait(here_.hold_of(id_of(session), loop_)).value();
  }
  static std::vector<SessionId> ids(const std::vector<HoldIntent>& intents) {
    std::vector<SessionId> all;
    for (const HoldIntent& each : intents) all.push_back(each.session);
    return all;
  }
  std::vector<SessionId> due(app::Store& store, Timestamp now, std::size_t most = 10) {
    return ids(sync_wait(store.lease_holds(now, kLease, most, loop_)).value());
  }

  StoreUnderTest under_test_{GetParam()};
  Executor& loop_ = under_test_.executor();
  app::Store& here_ = under_test_.store();
  std::unique_ptr<app::Store> another_ = under_test_.another();
  app::Store& there_ = *another_;
};

std::string name_of(const testing::TestParamInfo<Kind>& kind) {
  return kind.param == Kind::memory ? "Memory" : "Sqlite";
}

INSTANTIATE_TEST_SUITE_P(Stores, HoldIntents, testing::Values(Kind::memory, Kind::sqlite), name_of);

TEST_P(HoldIntents, AreFoundBySession) {
  EXPECT_FALSE(kept(1));
  const HoldIntent asked = intent_of(1, 1);
  EXPECT_EQ(commit(asked), CommitOutcome::committed);
  EXPECT_EQ(kept(1), asked);
  EXPECT_FALSE(kept(2));
  const HoldIntent standing = intent_of(1, 1, HoldState::standing, std::nullopt);
  EXPECT_EQ(commit(standing), CommitOutcome::committed);
  EXPECT_EQ(kept(1), standing);
}

TEST_P(HoldIntents, ArePutOneAfterTheOther) {
  const auto outcome = [&](std::uint64_t version, HoldState state) {
    return commit(intent_of(1, version, state));
  };
  EXPECT_EQ(outcome(2, HoldState::asked), CommitOutcome::session_changed);
  EXPECT_EQ(outcome(1, HoldState::standing), CommitOutcome::session_changed) << "nobody asked";
  EXPECT_EQ(outcome(1, HoldState::asked), CommitOutcome::committed);
  EXPECT_EQ(outcome(1, HoldState::asked), CommitOutcome::session_changed);
  EXPECT_EQ(outcome(2, HoldState::asked), CommitOutcome::committed);
  EXPECT_EQ(outcome(1, HoldState::standing), CommitOutcome::session_changed)
      << "it is not known what a later question did";
  EXPECT_EQ(outcome(1, HoldState::given_back), CommitOutcome::session_changed);
  EXPECT_EQ(outcome(2, HoldState::standing), CommitOutcome::committed);
  EXPECT_EQ(outcome(2, HoldState::standing), CommitOutcome::committed);
}

TEST_P(HoldIntents, AreForgottenOnceAllIsGivenBack) {
  commit(intent_of(1, 1));
  EXPECT_EQ(commit(intent_of(1, 1, HoldState::given_back)), CommitOutcome::committed);
  EXPECT_FALSE(kept(1));
  EXPECT_THAT(due(here_, kNow), IsEmpty());
}

TEST_P(HoldIntents, StandOrFallWithTheRestOfTheirCommit) {
  commit(intent_of(1, 1));
  app::Changeset late = change_of(plain_session(1));
  late.hold = intent_of(1, 2, HoldState::standing);
  EXPECT_EQ(under_test_.commit(std::move(late)), CommitOutcome::session_changed);
  EXPECT_EQ(under_test_.load(id_of(1)).session, nullptr);
  app::Changeset lost = change_of(plain_session(1, 7));
  lost.hold = intent_of(1, 2);
  EXPECT_EQ(under_test_.commit(std::move(lost)), CommitOutcome::session_changed);
  EXPECT_EQ(kept(1)->version, 1U);
  app::Changeset fine = change_of(plain_session(1));
  fine.hold = intent_of(1, 1, HoldState::standing);
  EXPECT_EQ(under_test_.commit(std::move(fine)), CommitOutcome::committed);
  EXPECT_EQ(kept(1)->state, HoldState::standing);
}

TEST_P(HoldIntents, AreTakenUpWhenTheyAreDueByOneProcess) {
  commit(intent_of(1, 1, HoldState::asked, kNow + kSecond));
  commit(intent_of(2, 1, HoldState::asked, kNow));
  commit(intent_of(3, 1, HoldState::asked, std::nullopt));
  EXPECT_THAT(due(here_, kNow + -kSecond), IsEmpty());
  EXPECT_THAT(due(here_, kNow + kSecond, 1), ElementsAre(id_of(2))) << "the earliest first";
  EXPECT_THAT(due(there_, kNow + kSecond), ElementsAre(id_of(1)));
  EXPECT_THAT(due(there_, kNow + kSecond), IsEmpty());
  EXPECT_THAT(due(there_, kNow + kSecond + kLease), ElementsAre(id_of(2), id_of(1)));
}

TEST_P(HoldIntents, AreLeftAloneForAsLongAsTheyArePostponed) {
  commit(intent_of(1, 1));
  EXPECT_THAT(due(here_, kNow), ElementsAre(id_of(1)));
  EXPECT_TRUE(sync_wait(here_.postpone_hold(id_of(1), kNow + kSecond * 5, loop_)).has_value());
  EXPECT_THAT(due(there_, kNow + kSecond * 4), IsEmpty());
  EXPECT_THAT(due(there_, kNow + kSecond * 5), ElementsAre(id_of(1)));
}

TEST_P(HoldIntents, AreDueAtOnceWhenACommitSaysSo) {
  commit(intent_of(1, 1));
  commit(intent_of(1, 1, HoldState::standing, std::nullopt));
  EXPECT_THAT(due(here_, kNow), IsEmpty());
  for (const std::uint64_t session : {1U, 2U}) {  // Also where there is none.
    app::Changeset changeset = change_of(plain_session(session));
    changeset.hold_due = id_of(session);
    EXPECT_EQ(under_test_.commit(std::move(changeset)), CommitOutcome::committed);
  }
  EXPECT_THAT(due(here_, kNow), ElementsAre(id_of(1)));
  EXPECT_FALSE(kept(2));
}

TEST_P(HoldIntents, OfAnsweredQuestionsAreLeasedByNobody) {
  commit(intent_of(1, 1));
  EXPECT_THAT(due(here_, kNow), ElementsAre(id_of(1)));
  commit(intent_of(1, 1, HoldState::standing, kNow));
  EXPECT_THAT(due(there_, kNow), ElementsAre(id_of(1)));
}

TEST(HoldIntent, IsReadAsItWasWritten) {
  const HoldIntent intent = intent_of(1, 3, HoldState::standing, std::nullopt);
  EXPECT_EQ(codec::decode_hold(codec::encode(intent)), intent);
  EXPECT_FALSE(codec::decode_hold("\x0a"));
}

}  // namespace
}  // namespace till::store
