// Values to store, and a store with the thread its tasks go on at.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "app/store.h"
#include "base/log.h"

namespace till::store {

inline constexpr Timestamp kNow{1'795'514'400'000};
inline constexpr Milliseconds kLease{1'000};
inline constexpr Milliseconds kJustBefore{999};
// As good as any number of events, of every agent, and none of the shop's; and the other way round.
inline const app::EventRoom kPlenty{100, 100};
inline const app::EventRoom kPlentyOfShop{0, 0, {}, 100};
inline const app::EventRoom kPlentyOfMail{0, 0, {}, 0, 100};

// Brings a database of this till to schema 10, and to schema 8.
#define TILL_BEFORE_COUNTS                                                           \
  "DROP TABLE stock_log;"                                                            \
  "ALTER TABLE stock DROP COLUMN missing; ALTER TABLE stock DROP COLUMN set_aside;"  \
  "ALTER TABLE stock DROP COLUMN counted; ALTER TABLE stock DROP COLUMN counted_at;" \
  "ALTER TABLE stock DROP COLUMN added; DROP TABLE stock_moves; DROP TABLE stock_moves_begin;"
inline constexpr const char* kBeforeCounts = TILL_BEFORE_COUNTS;
inline constexpr const char* kBeforeShops = TILL_BEFORE_COUNTS
    "DROP TABLE hold_intents; DROP INDEX orders_by_number; ALTER TABLE orders DROP COLUMN number;"
    "ALTER TABLE outbox DROP COLUMN receiver;";
#undef TILL_BEFORE_COUNTS

template <class AnyId = SessionId>
AnyId id_of(std::uint64_t number) {
  AnyId id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return id;
}

inline Digest digest_of(std::uint64_t number) { return sha256(std::to_string(number)); }

// One line, one hold: what most sessions are.
inline checkout::Session plain_session(std::uint64_t number, std::uint64_t version = 1) {
  checkout::Session session;
  session.id = id_of(number);
  session.version = version;
  session.agent = "agent";
  session.currency = "usd";
  session.created_at = kNow;
  session.updated_at = kNow + Milliseconds(static_cast<std::int64_t>(version));
  session.expires_at = kNow + Milliseconds(static_cast<std::int64_t>(10'000 + number));
  return session;
}

inline checkout::SessionPtr shared(checkout::Session session) {
  return std::make_shared<const checkout::Session>(std::move(session));
}

inline app::IdempotencyRecord record_of(std::uint64_t scope, std::uint64_t session = 1,
                                        std::uint64_t version = 1) {
  app::IdempotencyRecord record;
  record.scope = digest_of(scope);
  record.fingerprint = digest_of(scope + 1'000'000);
  record.answer = app::SessionAnswer{id_of(session), version, app::Success::created};
  record.created_at = kNow;
  return record;
}

inline app::PaymentAttempt attempt_of(std::uint64_t number, app::AttemptState state,
                                      std::uint64_t session = 1) {
  app::PaymentAttempt attempt;
  attempt.id = id_of<AttemptId>(number);
  attempt.session = id_of(session);
  attempt.gateway_key = "gateway-key";
  attempt.token_hash = digest_of(number);
  attempt.token = Secret("vt_secret");
  attempt.amount = Amount{1450};
  attempt.currency = "usd";
  attempt.handler_id = "handler";
  attempt.state = state;
  attempt.created_at = kNow;
  attempt.authentication = checkout::AuthenticationProof{Secret("cavv"), "05", "ds-1", "2.2.0"};
  attempt.authenticate = true;
  attempt.key_spent_at = kNow;
  return attempt;
}

inline app::VaultToken token_of(std::uint64_t number, std::optional<std::string> spent_by = {}) {
  app::VaultToken token;
  token.id = id_of<TokenId>(number);
  token.card = app::VaultToken::Card::declined;
  token.max_amount = Amount{5000};
  token.currency = "usd";
  token.checkout_session_id = "cs_1";
  token.metadata = {{"campaign", "autumn"}, {"source", "agent"}};
  token.spent_by = std::move(spent_by);
  return token;
}

inline app::OutboxEvent event_of(std::uint64_t number, std::int64_t created = 0) {
  app::OutboxEvent event;
  event.id = id_of<EventId>(number);
  event.order = id_of<OrderId>(number / 2);
  event.agent = "agent";
  event.type = app::EventType::order_update;
  event.body = "{\"type\":\"order_update\"}";
  event.created_at = kNow + Milliseconds(created);
  event.next_attempt_at = event.created_at;
  return event;
}

// An event of an order, made by that version of its session.
inline app::OutboxEvent told_of(std::uint64_t order, std::uint64_t sequence,
                                const std::string& agent = "agent") {
  app::OutboxEvent event = event_of(order * 1'000 + sequence);
  event.order = id_of<OrderId>(order);
  event.agent = agent;
  event.sequence = sequence;
  event.body = std::to_string(order) + "/" + std::to_string(sequence);
  return event;
}

// The same for the shop.
inline app::OutboxEvent told_shop_of(std::uint64_t order, std::uint64_t sequence) {
  app::OutboxEvent event = told_of(order, sequence);
  event.id = id_of<EventId>(1'000'000 + order * 1'000 + sequence);
  event.receiver = app::EventReceiver::shop;
  event.body = "shop " + event.body;
  return event;
}

// The same for mail.
inline app::OutboxEvent mailed_of(std::uint64_t order, std::uint64_t sequence) {
  app::OutboxEvent event = told_of(order, sequence);
  event.id = id_of<EventId>(2'000'000 + order * 1'000 + sequence);
  event.receiver = app::EventReceiver::mail;
  event.body = "mail " + event.body;
  return event;
}

// An event loop of one thread.
class LoopThread final : public Executor {
 public:
  LoopThread() : thread_([this] { run(); }) {}
  ~LoopThread() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void post(std::coroutine_handle<> work) override {
    const std::lock_guard lock(mutex_);
    queue_.push_back(work);
    changed_.notify_one();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto work = queue_.front();
      queue_.pop_front();
      lock.unlock();
      work.resume();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::coroutine_handle<>> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "till-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path() const { return path_.string(); }
  std::string database() const { return (path_ / "till.db").string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace till::store
