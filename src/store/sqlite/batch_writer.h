// BatchWriter: checks and writes changesets inside one transaction. Private to the SQLite store.
#pragma once

#include <map>
#include <string>

#include "app/store.h"
#include "store/sqlite/caches.h"
#include "store/sqlite/database.h"

namespace till::store {

// Owns the only connection that writes. One thread at a time. Between begin() and commit() every
// changeset sees those before it; the caches see them only after commit().
class BatchWriter {
 public:
  BatchWriter(Database database, HeadCache& heads, StockLevels& stock);

  // Each is false when the disk failed: then the transaction is lost and the store is dead.
  bool begin();
  bool commit();

  // Checks every precondition first and writes only when all hold; `failed` when the disk failed.
  app::CommitOutcome apply(const app::Changeset& changeset);

  bool state_stock(std::span<const app::Store::StatedStock> stated);
  // What could be dropped now; negative when the disk failed.
  std::int64_t prune(Timestamp before);
  // Fills the stock levels from disk; false when the disk failed.
  bool load_stock();
  sqlite3* handle() const { return database_.handle(); }

 private:
  app::CommitOutcome check(const app::Changeset& changeset);
  app::CommitOutcome check_payment(const app::Changeset& changeset);
  bool stock_suffices(const app::Changeset& changeset);
  bool key_is_taken(const Digest& scope);
  bool row_exists(Statement& statement);
  std::uint64_t newest_version(const SessionId& id);
  checkout::SessionPtr newest(const SessionId& id);

  void write(const app::Changeset& changeset);
  void write_session(const checkout::SessionPtr& session);
  void write_idempotency(const app::IdempotencyRecord& record);
  void write_attempt(app::PaymentAttempt attempt);
  void write_token(const app::VaultToken& token);
  void write_events(const app::Changeset& changeset);
  void forget_deadline(const SessionId& id);
  bool write_stock();
  std::int64_t prune_versions(Timestamp before);
  void note(bool fine) { fine_ = fine_ && fine; }

  Database database_;
  HeadCache& heads_;
  StockLevels& stock_;
  bool fine_ = true;
  std::map<SessionId, checkout::SessionPtr> batch_heads_;
  std::map<std::string, std::int64_t> batch_stock_;
  std::int64_t prune_cursor_ = 0;

  Statement begin_, commit_, key_, newest_, attempt_open_, attempt_known_, token_state_;
  Statement add_version_, add_key_, add_deadline_, drop_deadline_, put_order_, put_attempt_;
  Statement add_open_attempt_, drop_open_attempt_, put_token_, add_event_, update_event_;
  Statement put_stock_;
};

}  // namespace till::store
