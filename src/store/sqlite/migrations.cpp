#include "store/sqlite/migrations.h"

#include <array>

namespace till::store {
namespace {

// Entry n brings version n to n + 1; an entry never changes once released. Ids, digests and keys
// are blobs. The hot tables have a rowid, so that insertion order can be walked for pruning, and
// at most one key, which grows with time, so that they are written at their end; what is searched
// otherwise has a small table of its own.
constexpr std::array kMigrations{
    R"(
    CREATE TABLE session_versions (
      key BLOB PRIMARY KEY,         -- session id, then the version in 8 bytes, big end first
      written_at INTEGER NOT NULL,  -- milliseconds
      body BLOB NOT NULL);
    CREATE TABLE idempotency (
      scope BLOB PRIMARY KEY,
      fingerprint BLOB NOT NULL,
      dialect INTEGER NOT NULL,
      answer BLOB NOT NULL,
      created_at INTEGER NOT NULL);
    CREATE TABLE deadlines (
      due INTEGER NOT NULL,
      session BLOB NOT NULL,
      PRIMARY KEY (due, session)) WITHOUT ROWID;
    CREATE TABLE stock (
      item_id TEXT PRIMARY KEY,
      free INTEGER NOT NULL CHECK (free >= 0),
      stated INTEGER NOT NULL);
    CREATE TABLE orders (
      id BLOB PRIMARY KEY,
      body BLOB NOT NULL);
    CREATE TABLE attempts (
      id BLOB PRIMARY KEY,
      session BLOB NOT NULL,
      body BLOB NOT NULL);
    CREATE INDEX attempts_of_session ON attempts (session);
    CREATE TABLE open_attempts (id BLOB PRIMARY KEY);
    CREATE TABLE vault_tokens (
      id BLOB PRIMARY KEY,
      spent INTEGER NOT NULL,
      body BLOB NOT NULL);
    CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      order_id BLOB NOT NULL,
      agent TEXT NOT NULL,
      type INTEGER NOT NULL,
      body BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      state INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      next_attempt_at INTEGER NOT NULL,
      last_error TEXT NOT NULL);
    CREATE INDEX outbox_by_state ON outbox (state);
    )",
    R"(
    CREATE TABLE idempotency_in_order (
      seq INTEGER PRIMARY KEY,
      scope BLOB NOT NULL,          -- found in memory, see KeyIndex
      fingerprint BLOB NOT NULL,
      dialect INTEGER NOT NULL,
      answer BLOB NOT NULL,
      created_at INTEGER NOT NULL);
    INSERT INTO idempotency_in_order (scope, fingerprint, dialect, answer, created_at)
      SELECT scope, fingerprint, dialect, answer, created_at FROM idempotency ORDER BY rowid;
    DROP TABLE idempotency;
    ALTER TABLE idempotency_in_order RENAME TO idempotency;
    )",
    R"(
    CREATE TABLE discount_uses (
      key TEXT PRIMARY KEY,
      used INTEGER NOT NULL CHECK (used >= 0)) WITHOUT ROWID;
    )",
    // What is null was written before: AgentShelf counts it once, when the database is opened.
    R"(
    ALTER TABLE deadlines ADD COLUMN agent TEXT;  -- whose open session it is; empty: a cart
    ALTER TABLE stock ADD COLUMN held BLOB;       -- pieces held, by agent
    )",
    R"(
    CREATE TABLE audit (
      id BLOB PRIMARY KEY,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      action TEXT NOT NULL,
      about TEXT NOT NULL,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      peer TEXT NOT NULL,
      status INTEGER NOT NULL);
    CREATE INDEX audit_about ON audit (about, id);
    )",
    R"(
    CREATE INDEX outbox_by_order ON outbox (order_id);  -- grows at its end, as ids do with time
    )",
    // What was open before is looked at once, when the database is opened; see load_awaited.
    R"(
    CREATE TABLE awaited (          -- sessions that wait for the seller or the buyer
      status INTEGER NOT NULL,
      session BLOB NOT NULL,
      PRIMARY KEY (status, session)) WITHOUT ROWID;
    INSERT INTO awaited SELECT DISTINCT -1, session FROM deadlines;
    )",
    R"(
    ALTER TABLE outbox ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
    )",
    // Whom an event is for, and what the shop calls an order.
    R"(
    ALTER TABLE outbox ADD COLUMN receiver INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE orders ADD COLUMN number TEXT NOT NULL DEFAULT '';
    CREATE INDEX orders_by_number ON orders (number, id) WHERE number <> '';
    )",
    R"(
    CREATE TABLE hold_intents (     -- what the shop's backend may hold
      session BLOB PRIMARY KEY,
      due INTEGER,                  -- null: not by itself
      body BLOB NOT NULL) WITHOUT ROWID;
    CREATE INDEX hold_intents_due ON hold_intents (due) WHERE due IS NOT NULL;
    )",
    // What open sessions hold is looked up once, when the database is opened; see load_stock. What
    // was sold before is not known: where there was something, moves are known from now on.
    R"(
    ALTER TABLE stock ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE stock ADD COLUMN set_aside INTEGER;   -- for open sessions; null: not looked up
    ALTER TABLE stock ADD COLUMN counted INTEGER;     -- null: never
    ALTER TABLE stock ADD COLUMN counted_at INTEGER;
    ALTER TABLE stock ADD COLUMN added INTEGER NOT NULL DEFAULT 0;  -- since it was counted
    CREATE TABLE stock_moves (      -- what a count of an earlier moment does not know
      item_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      sold INTEGER NOT NULL,
      added INTEGER NOT NULL,
      PRIMARY KEY (item_id, at)) WITHOUT ROWID;
    CREATE TABLE stock_moves_begin (at INTEGER NOT NULL);
    INSERT INTO stock_moves_begin
      SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE EXISTS (SELECT 1 FROM orders);
    )",
    R"(
    CREATE TABLE stock_log (        -- levels that are newer than those of the rows in `stock`
      number INTEGER PRIMARY KEY,
      levels BLOB NOT NULL);
    )"};

std::int64_t schema_version(const Database& database) {
  Statement statement = database.prepare("PRAGMA user_version");
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace

Result<void, std::string> check_schema(std::int64_t version) {
  if (version <= static_cast<std::int64_t>(kMigrations.size())) return {};
  return refused("the data was written by a newer till (schema " + std::to_string(version) +
                 "); start that one");
}

Result<bool, std::string> is_newest(const Database& database) {
  const std::int64_t version = schema_version(database);
  if (auto known = check_schema(version); !known) return refused(known.error());
  return version == static_cast<std::int64_t>(kMigrations.size());
}

Result<void, std::string> migrate(Database& database) {
  std::int64_t version = schema_version(database);
  if (auto known = check_schema(version); !known) return known;
  for (; version < static_cast<std::int64_t>(kMigrations.size()); ++version) {
    const std::string sql = std::string("BEGIN IMMEDIATE;") +
                            kMigrations.at(static_cast<std::size_t>(version)) +
                            "PRAGMA user_version = " + std::to_string(version + 1) + "; COMMIT;";
    if (database.execute(sql.c_str())) continue;
    std::string error = database.error();
    database.execute("ROLLBACK");
    return refused("cannot bring the data to schema " + std::to_string(version + 1) + ": " + error);
  }
  return {};
}

}  // namespace till::store
