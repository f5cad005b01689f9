// Reader: a read-only connection with its statements. Private to the SQLite store.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/store.h"
#include "store/local_outbox.h"
#include "store/sqlite/database.h"

namespace till::store {

// The key of one version of a session.
using VersionKey = std::array<std::uint8_t, 24>;
VersionKey version_key(const SessionId& id, std::uint64_t version);

// One thread at a time. Nothing inside a StoreResult: not there.
class Reader {
 public:
  explicit Reader(Database database);

  app::StoreResult<checkout::SessionPtr> newest(const SessionId& id);
  app::StoreResult<checkout::SessionPtr> version(const SessionId& id, std::uint64_t version);
  app::StoreResult<std::optional<app::IdempotencyRecord>> record(const Digest& scope,
                                                                 std::int64_t row);
  app::StoreResult<std::optional<checkout::Order>> order(const OrderId& id);
  app::StoreResult<app::OrderPage> orders(const app::OrderFilter& filter);
  app::StoreResult<std::optional<app::VaultToken>> token(const TokenId& id);
  app::StoreResult<std::vector<app::PaymentAttempt>> open_attempts(std::size_t limit);
  app::StoreResult<std::vector<app::PaymentAttempt>> attempts_of(const SessionId& id);
  app::StoreResult<std::vector<SessionId>> due_deadlines(Timestamp now, std::size_t limit);
  app::StoreResult<std::optional<app::HoldIntent>> hold(const SessionId& id);
  app::StoreResult<std::vector<app::HoldIntent>> due_holds(Timestamp now, std::size_t limit);
  app::StoreResult<std::vector<std::int64_t>> uses(const std::vector<std::string>& keys);
  app::StoreResult<std::vector<app::OutboxEvent>> events(const app::EventFilter& filter);
  app::StoreResult<std::optional<app::OutboxEvent>> event(const EventId& id);
  // Of no more than so many rows at a time, of all agents.
  app::StoreResult<LocalOutbox::Read> pending(const LocalOutbox::Missing& missing);
  app::StoreResult<app::BuyerPage> sessions_of_buyer(std::string_view email, std::uint64_t from);
  app::StoreResult<app::SessionPage> sessions(const app::SessionFilter& filter);
  app::StoreResult<app::AuditPage> audit(const app::AuditFilter& filter);
  app::StoreResult<app::StockPage> stock(const app::StockFilter& filter);

 private:
  app::StoreResult<std::vector<app::PaymentAttempt>> read_attempts(Statement& statement);
  // The sessions to look at for a page, newest first, one more than are looked at.
  app::StoreResult<std::vector<SessionId>> ids_to_view(const app::SessionFilter& filter,
                                                       const SessionId& before);
  Statement prepare_events(std::string_view which) const;
  Database database_;
  Statement newest_, version_, record_, order_, orders_, orders_of_number_, token_, open_attempts_,
      attempts_of_, deadlines_;
  Statement hold_, due_holds_;
  Statement events_, events_in_state_, events_of_order_, events_after_, event_, uses_;
};

// A few readers, handed out to one caller each.
class ReaderPool {
 public:
  explicit ReaderPool(std::string path) : path_(std::move(path)) {}

  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Reader> reader)
        : pool_(pool), reader_(std::move(reader)) {}
    ~Lease() {
      if (reader_) pool_.give_back(std::move(reader_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Reader* operator->() { return reader_.get(); }
    explicit operator bool() const { return reader_ != nullptr; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Reader> reader_;
  };

  // A reader, opened when none is free; none when that fails.
  Lease lease();

 private:
  void give_back(std::unique_ptr<Reader> reader);
  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> free_;
};

}  // namespace till::store
