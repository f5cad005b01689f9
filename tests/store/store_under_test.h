// A store of either kind and what a test asks of it, in a blocking way.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/observer.h"
#include "base/sync_wait.h"
#include "samples.h"
#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"

namespace till::store {

enum class Kind { memory, sqlite };

// Tells nothing but which order it is about.
class PlainOrderEvents final : public app::OrderEvents {
 public:
  std::vector<app::OutboxEvent> of(const app::OrderNews&, Timestamp) override { return {}; }
  app::OutboxEvent to_shop(const checkout::Session&, Timestamp) override { return {}; }
  bool shop_wants_orders() const override { return false; }
  std::string before_charge(const checkout::Session&, const std::string&,
                            Timestamp) const override {
    return {};
  }
  std::optional<std::string> without_buyer(const app::OutboxEvent& event,
                                           const checkout::Session& session) const override {
    if (event.receiver == app::EventReceiver::mail) return std::nullopt;
    const bool shop = event.receiver == app::EventReceiver::shop;
    return (shop ? "shop's order " : "order ") + session.order->id.text();
  }
};

class StoreUnderTest {
 public:
  explicit StoreUnderTest(Kind kind, SqliteOptions options = {}) {
    if (kind == Kind::memory) {
      auto memory = std::make_unique<MemoryStore>();
      another_ = [&store = *memory] { return store.of_another_process(); };
      store_ = std::move(memory);
      return;
    }
    auto opened = SqliteStore::open(folder_.database(), options, observer_, log_);
    EXPECT_TRUE(opened.has_value());
    another_ = [&store = **opened] { return store.of_another_process(); };
    store_ = std::move(*opened);
  }

  // Another store on the same data, as a second till has it.
  std::unique_ptr<app::Store> another() const { return another_(); }

  app::Store& store() { return *store_; }
  app::AuditTrail& audit() { return *store_; }
  Executor& executor() { return loop_; }

  app::CommitOutcome commit(app::Changeset changeset) {
    return sync_wait(store_->commit(std::move(changeset), loop_));
  }
  app::Loaded load(std::optional<SessionId> session, std::optional<Digest> scope = {}) {
    return sync_wait(store_->load(session, scope, loop_)).value();
  }
  checkout::SessionPtr version(SessionId id, std::uint64_t version) {
    return sync_wait(store_->session_version(id, version, loop_)).value();
  }
  std::int64_t free(const std::string& item) {
    return store_->available(std::vector<std::string>{item}).at(0);
  }
  void state(const std::string& item, std::int64_t quantity) {
    const std::vector<app::Store::StatedStock> stated{{item, quantity}};
    EXPECT_TRUE(store_->state_stock(stated, kNow).has_value());
  }
  std::vector<app::PaymentAttempt> open_attempts(std::size_t limit = 100) {
    return sync_wait(store_->open_attempts(limit, loop_)).value();
  }
  std::vector<app::PaymentAttempt> attempts_of(SessionId id) {
    return sync_wait(store_->attempts_of(id, loop_)).value();
  }
  std::optional<checkout::Order> order(OrderId id) {
    return sync_wait(store_->order(id, loop_)).value();
  }
  app::OrderPage orders(app::OrderFilter filter) {
    return sync_wait(store_->orders(filter, loop_)).value();
  }
  std::optional<app::VaultToken> token(TokenId id) {
    return sync_wait(store_->token(id, loop_)).value();
  }
  std::vector<SessionId> due(Timestamp now, std::size_t limit = 100) {
    return sync_wait(store_->lease_deadlines(now, Milliseconds(0), limit, loop_)).value();
  }
  std::vector<app::OutboxEvent> events(std::optional<app::EventState> state = {},
                                       std::size_t limit = 100) {
    return events(app::EventFilter{state, limit});
  }
  std::vector<app::OutboxEvent> events(app::EventFilter filter) {
    return sync_wait(store_->events(std::move(filter), loop_)).value();
  }
  std::optional<app::OutboxEvent> event(EventId id) {
    return sync_wait(store_->event(id, loop_)).value();
  }
  // Drops answers from before `now` and what else the retention tells.
  std::size_t prune(Timestamp now, app::Retention retention = {}) {
    retention.answers = Milliseconds(0);
    return sync_wait(store_->prune(now, retention, loop_)).value();
  }
  std::vector<SessionId> sessions_of_buyer(const std::string& email) {
    std::vector<SessionId> all;
    for (std::optional<std::uint64_t> next = 0; next;) {
      auto page = sync_wait(store_->sessions_of_buyer(email, *next, loop_)).value();
      all.insert(all.end(), page.sessions.begin(), page.sessions.end());
      next = page.next;
    }
    return all;
  }
  std::vector<SessionId> erase_buyer(std::vector<SessionId> sessions) {
    return sync_wait(store_->erase_buyer(std::move(sessions), kNow, events_, loop_)).value();
  }

 private:
  TemporaryFolder folder_;
  PlainOrderEvents events_;
  app::NoObserver observer_;
  NoLog log_;
  std::unique_ptr<app::Store> store_;
  std::function<std::unique_ptr<app::Store>()> another_;
  LoopThread loop_;
};

inline app::Changeset change_of(checkout::Session session) {
  app::Changeset changeset;
  changeset.session = shared(std::move(session));
  return changeset;
}

inline app::Changeset change_of(checkout::Order order) {
  app::Changeset changeset;
  changeset.order = std::move(order);
  return changeset;
}

inline app::Changeset change_of(std::vector<checkout::StockMove> moves) {
  app::Changeset changeset;
  changeset.stock = std::move(moves);
  return changeset;
}

inline app::Changeset change_of(app::PaymentAttempt attempt) {
  app::Changeset changeset;
  changeset.attempt = std::move(attempt);
  return changeset;
}

inline app::Changeset change_of(app::VaultToken token) {
  app::Changeset changeset;
  changeset.token = std::move(token);
  return changeset;
}

inline app::Changeset change_of(app::IdempotencyRecord record) {
  app::Changeset changeset;
  changeset.idempotency = std::move(record);
  return changeset;
}

}  // namespace till::store
