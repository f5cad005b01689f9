// What is over goes when its time has come, and a buyer when somebody asks for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/sync_wait.h"
#include "checkout/erasure.h"
#include "full_session.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using app::kDay;
using app::Retention;
using checkout::Session;
using checkout::Status;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kEmail = "ada.unique@buyers.example";

Session bought_by(std::uint64_t number, const std::string& email, Status status) {
  Session session = plain_session(number);
  session.status = status;
  session.buyer.emplace().email = email;
  session.fulfillment_details = full_details();
  return session;
}

class RetentionContract : public testing::TestWithParam<Kind> {
 protected:
  void commit(app::Changeset changeset) {
    EXPECT_EQ(under_test_.commit(std::move(changeset)), CommitOutcome::committed);
  }
  void commit(Session session) { commit(change_of(std::move(session))); }
  bool is_there(std::uint64_t number) { return under_test_.load(id_of(number)).session != nullptr; }

  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, RetentionContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& test) {
                           return test.param == Kind::memory ? "memory" : "sqlite";
                         });

TEST_P(RetentionContract, SessionsThatAreOverGoWhenTheirTimeHasCome) {
  Session cart = bought_by(3, kEmail, Status::canceled);
  cart.kind = checkout::SessionKind::cart;
  commit(bought_by(1, kEmail, Status::expired));
  commit(bought_by(2, kEmail, Status::canceled));
  commit(cart);
  commit(bought_by(4, kEmail, Status::ready_for_payment));
  Retention retention;
  retention.expired_sessions = 10 * kDay;
  retention.canceled_sessions = 20 * kDay;
  retention.carts = 5 * kDay;
  EXPECT_EQ(under_test_.prune(kNow + 5 * kDay, retention), 0U);
  EXPECT_EQ(under_test_.prune(kNow + 6 * kDay, retention), 1U);
  EXPECT_FALSE(is_there(3));
  EXPECT_EQ(under_test_.prune(kNow + 11 * kDay, retention), 1U);
  EXPECT_FALSE(is_there(1));
  EXPECT_EQ(under_test_.prune(kNow + 21 * kDay, retention), 1U);
  EXPECT_FALSE(is_there(2));
  EXPECT_EQ(under_test_.prune(kNow + 10'000 * kDay, retention), 0U);
  EXPECT_TRUE(is_there(4)) << "it is not over";
  EXPECT_EQ(under_test_.commit(change_of(plain_session(1, 2))), CommitOutcome::session_changed);
  EXPECT_EQ(under_test_.commit(change_of(plain_session(1))), CommitOutcome::committed);
}

TEST_P(RetentionContract, WhatTheShopHeldForASessionIsForgottenWithIt) {
  commit(bought_by(1, kEmail, Status::expired));
  commit(bought_by(2, kEmail, Status::expired));
  for (const std::uint64_t number : {1, 2}) {
    app::Changeset asked;
    asked.hold = app::HoldIntent{id_of(number), 1, app::HoldState::asked, kNow, {}, {}};
    commit(std::move(asked));
  }
  Session later = bought_by(2, kEmail, Status::expired);
  later.version = 2;
  later.updated_at = kNow + 100 * kDay;
  commit(change_of(later));
  Retention retention;
  retention.expired_sessions = 10 * kDay;
  EXPECT_GT(under_test_.prune(kNow + 20 * kDay, retention), 0U);
  const auto hold_of = [&](std::uint64_t number) {
    return *sync_wait(under_test_.store().hold_of(id_of(number), under_test_.executor()));
  };
  EXPECT_FALSE(hold_of(1));
  EXPECT_TRUE(hold_of(2));
}

TEST_P(RetentionContract, ACompletedSessionLosesItsBuyerOnceAndKeepsItsOrder) {
  Session session = bought_by(1, kEmail, Status::completed);
  session.order = full_order();
  commit(session);
  EXPECT_EQ(under_test_.prune(kNow + 730 * kDay), 0U);
  EXPECT_EQ(under_test_.prune(kNow + 731 * kDay), 1U);
  EXPECT_EQ(under_test_.prune(kNow + 732 * kDay), 0U);
  const auto kept = under_test_.load(id_of(1)).session;
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->version, 2U);
  EXPECT_FALSE(kept->buyer);
  EXPECT_TRUE(kept->buyer_forgotten);
  EXPECT_FALSE(kept->fulfillment_details);
  EXPECT_TRUE(kept->order == session.order);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
  EXPECT_THAT(under_test_.sessions_of_buyer(kEmail), IsEmpty());
}

TEST_P(RetentionContract, TokensAttemptsAndDeadEventsGoWhenTheirTimeHasCome) {
  auto token = token_of(1);
  token.created_at = token.expires_at = kNow;
  commit(change_of(token));
  commit(change_of(attempt_of(2, app::AttemptState::open)));
  auto settled = attempt_of(2, app::AttemptState::approved);
  commit(change_of(settled));
  commit(change_of(attempt_of(3, app::AttemptState::open)));
  app::Changeset events;
  events.events = {event_of(1), event_of(2)};
  events.event_updates = {{id_of<EventId>(1), app::EventState::dead, 1, kNow, ""}};
  commit(events);
  Retention retention;
  retention.tokens = retention.attempts = retention.dead_events = 10 * kDay;
  EXPECT_EQ(under_test_.prune(kNow + 9 * kDay, retention), 0U);
  EXPECT_GT(under_test_.prune(kNow + 12 * kDay, retention), 0U);
  EXPECT_FALSE(under_test_.token(token.id));
  EXPECT_THAT(under_test_.events(), IsEmpty());
  EXPECT_EQ(under_test_.open_attempts().size(), 1U) << "an open attempt waits for its outcome";
  EXPECT_THAT(under_test_.attempts_of(settled.session).size(), 1U);
}

TEST_P(RetentionContract, ABuyerIsFoundInEveryVersionAsPeopleWriteAddresses) {
  commit(bought_by(1, kEmail, Status::ready_for_payment));
  Session changed = bought_by(1, "other@buyers.example", Status::ready_for_payment);
  changed.version = 2;
  commit(changed);
  commit(bought_by(2, "  ADA.Unique@Buyers.Example ", Status::expired));
  Session delivered = bought_by(3, "other@buyers.example", Status::expired);
  delivered.fulfillment_details->email = kEmail;
  commit(delivered);
  commit(bought_by(4, "ada.unique@buyers.example.org", Status::expired));
  EXPECT_THAT(under_test_.sessions_of_buyer(" ada.UNIQUE@buyers.example"),
              ElementsAre(id_of(1), id_of(2), id_of(3)));
  EXPECT_THAT(under_test_.sessions_of_buyer(""), IsEmpty());
}

TEST_P(RetentionContract, AnErasedBuyerLeavesAmountsAndATombstone) {
  Session session = bought_by(1, kEmail, Status::ready_for_payment);
  commit(session);
  session.version = 2;
  session.status = Status::completed;
  session.order = full_order();
  session.order->erased_at.reset();
  session.order->checkout_session_id = session.id;
  app::Changeset bought = change_of(session);
  bought.order = session.order;
  bought.events = {event_of(1)};
  bought.events[0].order = session.order->id;
  bought.events[0].type = app::EventType::order_create;
  bought.events[0].body = std::string("to ") + kEmail;
  commit(bought);
  for (const std::uint64_t number : {1, 2}) {
    auto token = token_of(number);
    token.checkout_session_id = session.id.text();
    token.metadata["buyer"] = kEmail;
    commit(change_of(token));
  }
  auto spent = token_of(2, "key");
  spent.checkout_session_id = session.id.text();
  spent.metadata["buyer"] = kEmail;
  commit(change_of(spent));
  commit(bought_by(2, kEmail, Status::ready_for_payment));

  EXPECT_THAT(under_test_.erase_buyer({id_of(1), id_of(2), id_of(9)}),
              ElementsAre(id_of(2), id_of(9)));
  EXPECT_THAT(under_test_.sessions_of_buyer(kEmail), ElementsAre(id_of(2)));
  const auto kept = under_test_.load(id_of(1)).session;
  EXPECT_EQ(kept->version, 3U);
  EXPECT_FALSE(kept->buyer);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
  const auto order = under_test_.order(session.order->id);
  EXPECT_EQ(order->erased_at, kNow);
  EXPECT_TRUE(kept->order == order);
  EXPECT_FALSE(order->destination);
  EXPECT_EQ(order->totals, session.order->totals);
  EXPECT_EQ(order->payment_reference, session.order->payment_reference);
  EXPECT_EQ(under_test_.event(id_of<EventId>(1))->body, "order " + order->id.text());
  const auto told = sync_wait(
      under_test_.store().lease_events(kNow, Milliseconds(1), {1, 1}, under_test_.executor()));
  EXPECT_EQ(told.value().at(0).event.body, "order " + order->id.text());
  EXPECT_FALSE(under_test_.token(token_of(1).id));
  ASSERT_TRUE(under_test_.token(spent.id)) << "a refund needs it";
  EXPECT_TRUE(under_test_.token(spent.id)->metadata.empty());
  Session next = *kept;  // It goes on: a refund, say.
  next.version = 4;
  commit(next);
}

TEST_P(RetentionContract, WhatWasToBeChargedIsForgottenWithTheDecision) {
  for (const std::uint64_t number : {1, 2}) {
    Session waiting = plain_session(number);
    waiting.status = Status::pending_approval;
    waiting.approval.emplace().token = Secret("spt_secret");
    commit(waiting);
  }
  commit(plain_session(1, 2));
  ASSERT_TRUE(under_test_.version(id_of(1), 1)->approval);
  EXPECT_TRUE(under_test_.version(id_of(1), 1)->approval->token.empty());
  EXPECT_FALSE(under_test_.version(id_of(2), 1)->approval->token.empty()) << "still undecided";
}

// What is on the disk, byte for byte.
std::string bytes_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

TEST(Erasure, LeavesNothingOnTheDisk) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  auto store = SqliteStore::open(folder.database(), {}, observer, log).value();
  std::vector<SessionId> theirs;
  for (std::uint64_t number = 1; number <= 200; ++number) {
    const bool hers = number % 3 == 0;
    const std::string email = hers ? kEmail : "other@buyers.example";
    for (std::uint64_t version = 1; version <= 3; ++version) {
      Session session = bought_by(number, email, Status::expired);
      session.version = version;
      session.metadata_json = std::string(100 * (number % 90), 'x') + email;
      ASSERT_EQ(sync_wait(store->commit(change_of(session), loop)), CommitOutcome::committed);
    }
    if (hers) theirs.push_back(id_of(number));
  }
  const auto found = [&folder] {
    return bytes_of(folder.database()).find(kEmail) != std::string::npos ||
           bytes_of(folder.database() + "-wal").find(kEmail) != std::string::npos;
  };
  EXPECT_TRUE(found());
  EXPECT_THAT(sync_wait(store->erase_buyer(theirs, kNow, PlainOrderEvents(), loop)).value(),
              IsEmpty());
  EXPECT_FALSE(found());
}

}  // namespace
}  // namespace till::store
