// BatchWriter: checks and writes changesets inside one transaction. Private to the SQLite store.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/store.h"
#include "store/agent_counts.h"
#include "store/local_outbox.h"
#include "store/sqlite/agent_shelf.h"
#include "store/sqlite/database.h"
#include "store/sqlite/head_cache.h"
#include "store/sqlite/key_index.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/stock_levels.h"
#include "store/sqlite/stock_log.h"

namespace till::store {

// A changeset, and its session as bytes and weighed, made on the thread that asks: the writer is
// one thread.
struct EncodedChangeset {
  explicit EncodedChangeset(app::Changeset&& given);
  app::Changeset changeset;
  std::string session;
  std::size_t weight = 0;  // Of the session, see weight_of().
};

// Owns the only connection that writes. One thread at a time. Between begin() and commit() every
// changeset sees those before it; the caches see them only after commit().
class BatchWriter {
 public:
  BatchWriter(Database database, HeadCache& heads, StockLevels& stock, KeyIndex& keys,
              AgentShelf& agents, LocalOutbox& outbox, std::size_t stock_log_bytes);

  // Each is false when the disk failed or is full: then the transaction must be rolled back.
  bool begin();
  bool commit();
  // What came of a failure once the transaction was given up: `full` left everything as it was
  // before, after `broken` nothing tells what is on the disk.
  enum class Failure { full, broken };
  Failure roll_back();

  // Checks every precondition first and writes only when all hold; `failed` when the disk failed.
  app::CommitOutcome apply(const EncodedChangeset& encoded);
  // All need a transaction and are false when the disk failed.
  bool state_stock(std::span<const app::Store::StatedStock> stated, Timestamp at);
  // Others state the pieces of what is not known once the batch is committed.
  bool state_others(const std::shared_ptr<const app::StatedPieces>& others, Timestamp at);
  bool tell_stock(const app::StockReport& report, app::StockTold& told);
  bool prune(Timestamp now, const app::Retention& retention, std::size_t& dropped);
  bool erase_buyer(std::span<const SessionId> sessions, Timestamp now,
                   const app::OrderEvents& events, std::vector<SessionId>& left);
  bool write_audit(const app::AuditEvent& event);

  // Fills the stock levels and the key index from disk; false when the disk failed. For start-up.
  // What sessions hold of data that did not know it is looked up once.
  bool load_stock();
  // Brings what is logged to the rows of its items, in a transaction of its own.
  bool settle_stock();
  bool load_keys();
  // The same for what agents take up; counts once what a till before did not.
  bool load_agents();
  // Looks once at the sessions that were open before it was noted which of them are awaited.
  bool load_awaited();
  // Which events are pending, as far as there is room for them.
  bool load_outbox();
  const std::string& error() const { return error_; }  // Of the last failure.
  sqlite3* handle() const { return database_.handle(); }

 private:
  app::CommitOutcome check(const app::Changeset& changeset);
  // All but keys and version.
  app::CommitOutcome check_others(const app::Changeset& changeset);
  app::CommitOutcome check_payment(const app::Changeset& changeset);
  bool within_limits(const app::Changeset& changeset);
  bool within_share(const app::Changeset& changeset, const std::string& item, std::int64_t free,
                    std::int64_t taken) const;
  void count_agent(const checkout::Session* before, const checkout::Session& next);
  bool count_unnamed();
  void list_awaited(const checkout::Session* before, const checkout::Session& next);
  void unlist_awaited(const checkout::Session& session);
  bool stock_suffices(const app::Changeset& changeset);
  bool key_is_taken(const Digest& scope);
  bool row_exists(Statement& statement);
  std::uint64_t newest_version(const SessionId& id);
  checkout::SessionPtr newest(const SessionId& id);

  bool add_version(const EncodedChangeset& encoded);
  void write(const EncodedChangeset& encoded);
  void write_session(const EncodedChangeset& encoded);
  void write_idempotency(const app::Changeset& changeset);
  void add_key(const app::IdempotencyRecord& record);
  void write_order(const checkout::Order& order);
  void write_attempt(app::PaymentAttempt attempt);
  void write_token(const app::VaultToken& token);
  bool hold_fits(const app::Changeset& changeset);
  void write_hold(const app::Changeset& changeset);
  void write_events(const app::Changeset& changeset);
  void write_event(app::OutboxEvent event);
  void update_event(const app::EventUpdate& update);
  void forget_deadline(const SessionId& id);
  std::int64_t& pending_uses(const std::string& key);
  class Book;  // The stock as the batch has it.
  checkout::StockLevel& pending_stock(const std::string& item_id);
  checkout::StockLevel committed_stock(const std::string& item_id) const;
  bool look_up_held(std::map<std::string, checkout::StockLevel>& levels);
  void write_moves(const app::Changeset& changeset);
  bool write_stock();
  void write_level(const std::string& item, const checkout::StockLevel& level);
  // What pruning looks at: the retention, and when it is.
  struct Pruned {
    const app::Retention& retention;
    Timestamp now;
    Timestamp before;  // Of answers.
  };
  // What the outbox is to know once the transaction stands.
  struct AddedEvent {
    app::OutboxEvent event;
    std::uint64_t row = 0;
  };
  struct UpdatedEvent {
    app::EventUpdate update;
    std::optional<AddedEvent> before;  // Of one that the outbox does not know.
  };
  struct DroppedEvent {
    EventId id;
    Party party;
  };
  struct ChangedBodies {
    OrderId order;
  };
  using OutboxChange = std::variant<AddedEvent, UpdatedEvent, DroppedEvent, ChangedBodies>;
  void tell_outbox(OutboxChange change);
  void tell_update(UpdatedEvent updated);

  std::size_t drop_keys(Timestamp before);
  std::size_t drop_events(app::EventState state, Timestamp before);
  std::size_t drop_versions(const Pruned& pruned);
  std::optional<std::size_t> drop_stretch(const Pruned& pruned);
  std::size_t drop_over(const Pruned& pruned);
  bool end_session(Statement& read, Statement& drop, const Pruned& pruned);
  bool is_superseded(const VersionKey& key);

  // In place of the newest version and all before it.
  void replace_versions(checkout::Session next, Timestamp now);
  void erase_order(const checkout::Session& session, const app::OrderEvents& events);
  void erase_tokens(std::span<const SessionId> sessions);
  void forget_approval_token(const SessionId& id);
  // Keeps the first failure of a transaction. To be called right after what may have failed.
  void note(bool fine);

  Database database_;
  HeadCache& heads_;
  StockLevels& stock_;
  KeyIndex& keys_;
  AgentShelf& agents_;
  LocalOutbox& outbox_;
  StockLog stock_log_;
  bool fine_ = true;
  bool full_ = false;
  std::string error_;
  struct Head {
    checkout::SessionPtr session;  // Null: dropped.
    std::size_t weight = 0;
  };
  std::map<SessionId, Head> batch_heads_;
  std::map<std::string, checkout::StockLevel> batch_stock_;
  std::shared_ptr<const app::StatedPieces> batch_others_;  // Null: as committed.
  std::map<std::string, std::int64_t> batch_uses_;
  std::map<Digest, std::int64_t> batch_keys_;
  AgentCounts batch_agents_;  // What the batch adds to agents_.
  std::vector<Digest> dropped_keys_;
  std::vector<OutboxChange> batch_outbox_;  // In the order of the changesets.
  Timestamp moves_begin_;
  std::int64_t next_key_row_ = 1;
  std::int64_t prune_cursor_ = 0;
  std::int64_t token_cursor_ = 0;
  std::int64_t attempt_cursor_ = 0;

  Statement begin_, commit_, roll_back_, newest_, attempt_open_, attempt_known_, token_state_;
  Statement add_version_, add_key_, add_deadline_, drop_deadline_, put_order_, put_attempt_;
  Statement add_open_attempt_, drop_open_attempt_, put_token_, add_event_, update_event_,
      find_event_;
  Statement put_stock_, put_move_, drop_moves_, sum_moves_;
  Statement keep_version_, newer_version_, find_uses_, put_uses_;
  Statement add_awaited_, drop_awaited_;
  Statement find_hold_, put_hold_, drop_hold_, hurry_hold_;
};

}  // namespace till::store
