// Random changesets, one after the other: every store answers as a handful of maps does.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::AttemptState;
using app::CommitOutcome;

// The contract once more, as simply as it can be said.
struct Model {
  std::map<std::uint64_t, std::uint64_t> versions;
  std::map<std::uint64_t, bool> keys;
  std::map<std::uint64_t, AttemptState> attempts;
  std::map<std::uint64_t, bool> spent;
  std::map<std::string, std::int64_t> free{{"mug", 20}, {"tee", 5}};
};

struct Step {
  std::uint64_t session = 0, version = 0, key = 0, attempt = 0, token = 0;
  AttemptState attempt_state = AttemptState::open;
  bool spends = false;
  std::string item;
  std::int64_t taken = 0;
};

Step random_step(std::mt19937& random, const Model& model) {
  const auto some = [&random](std::uint64_t most) { return random() % most; };
  Step step;
  if (some(2)) {
    step.session = 1 + some(6);
    const auto known = model.versions.find(step.session);
    step.version = (known == model.versions.end() ? 0 : known->second) + (some(4) ? 1 : some(3));
  }
  if (some(3) == 0) step.key = 1 + some(200);
  if (some(3) == 0) step.attempt = 1 + some(20);
  step.attempt_state = static_cast<AttemptState>(1 + some(3));
  if (some(3) == 0) step.token = 1 + some(20);
  step.spends = some(2) == 0;
  if (some(2)) step.item = some(2) ? "mug" : "tee";
  step.taken = static_cast<std::int64_t>(some(7)) - 2;
  return step;
}

CommitOutcome expected(const Step& step, const Model& model) {
  if (step.key != 0 && model.keys.contains(step.key)) return CommitOutcome::key_taken;
  if (step.session != 0) {
    const auto known = model.versions.find(step.session);
    const std::uint64_t newest = known == model.versions.end() ? 0 : known->second;
    if (step.version != newest + 1) return CommitOutcome::session_changed;
  }
  if (step.attempt != 0) {
    const auto known = model.attempts.find(step.attempt);
    const bool there = known != model.attempts.end();
    const bool open = there && known->second == AttemptState::open;
    if (step.attempt_state == AttemptState::open ? there && !open : !open) {
      return CommitOutcome::attempt_settled;
    }
  }
  if (step.token != 0) {
    const auto known = model.spent.find(step.token);
    const bool there = known != model.spent.end();
    if (step.spends ? !there || known->second : there) return CommitOutcome::token_spent;
  }
  const bool suffices = step.item.empty() || model.free.at(step.item) >= step.taken;
  return suffices ? CommitOutcome::committed : CommitOutcome::stock_short;
}

void apply(const Step& step, Model& model) {
  if (step.key != 0) model.keys[step.key] = true;
  if (step.session != 0) model.versions[step.session] = step.version;
  if (step.attempt != 0) model.attempts[step.attempt] = step.attempt_state;
  if (step.token != 0) model.spent[step.token] = step.spends;
  if (!step.item.empty()) model.free[step.item] -= step.taken;
}

app::Changeset changeset_of(const Step& step) {
  app::Changeset changeset;
  if (step.session != 0) changeset.session = shared(plain_session(step.session, step.version));
  if (step.key != 0) changeset.idempotency = record_of(step.key);
  if (step.attempt != 0) changeset.attempt = attempt_of(step.attempt, step.attempt_state);
  if (step.token != 0) {
    changeset.token = step.spends ? token_of(step.token, "charge") : token_of(step.token);
  }
  if (!step.item.empty()) changeset.stock = {{step.item, step.taken}};
  return changeset;
}

void expect_same(StoreUnderTest& under_test, const Model& model) {
  for (const auto& [item, free] : model.free) EXPECT_EQ(under_test.free(item), free) << item;
  for (const auto& [session, version] : model.versions) {
    EXPECT_EQ(under_test.load(id_of(session)).session->version, version);
  }
  for (std::uint64_t key = 1; key <= 200; ++key) {
    EXPECT_EQ(under_test.load({}, digest_of(key)).record.has_value(), model.keys.contains(key));
  }
  for (const auto& [token, spent] : model.spent) {
    EXPECT_EQ(under_test.token(id_of<TokenId>(token))->spent_by.has_value(), spent);
  }
  std::size_t open = 0;
  for (const auto& attempt : model.attempts) open += attempt.second == AttemptState::open ? 1 : 0;
  EXPECT_EQ(under_test.open_attempts().size(), open);
  EXPECT_EQ(under_test.attempts_of(id_of(1)).size(), model.attempts.size());
}

class StoreModel : public testing::TestWithParam<Kind> {};

INSTANTIATE_TEST_SUITE_P(Stores, StoreModel, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

// All steps wait in the queue together, so that many share a transaction and see each other.
TEST_P(StoreModel, AnswersRandomChangesetsAsTheModelDoes) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  StoreUnderTest under_test(
      GetParam(),
      {.max_batch = 1 + seed % 64, .cache_sessions = seed % 4, .stock_log_bytes = seed % 500});
  Model model;
  for (const auto& [item, free] : model.free) under_test.state(item, free);
  constexpr std::size_t kSteps = 1'500;
  std::vector<CommitOutcome> wanted(kSteps);
  std::vector<CommitOutcome> got(kSteps, CommitOutcome::busy);
  for (std::size_t i = 0; i < kSteps; ++i) {
    const Step step = random_step(random, model);
    wanted[i] = expected(step, model);
    if (wanted[i] == CommitOutcome::committed) apply(step, model);
    spawn(under_test.store().commit(changeset_of(step), under_test.executor()),
          [&got, i](CommitOutcome outcome) { got[i] = outcome; });
  }
  EXPECT_EQ(under_test.commit({}), CommitOutcome::committed);
  for (std::size_t i = 0; i < kSteps; ++i) ASSERT_EQ(got[i], wanted[i]) << "step " << i;
  expect_same(under_test, model);
}

}  // namespace
}  // namespace till::store
