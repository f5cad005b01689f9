// Store: everything Till remembers. Memory and SQLite implement it and pass one contract suite.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/records.h"
#include "app/retention.h"
#include "base/result.h"
#include "base/task.h"
#include "checkout/decide.h"
#include "checkout/holds.h"
#include "checkout/session.h"

namespace till::app {

// Uses of a discount that begin to count (taken is positive) or are given back (negative).
struct UseMove {
  std::string key;
  std::int64_t taken = 0;
  std::int64_t limit = 0;
};

// What one agent may take up; what is committed never exceeds it.
struct AgentLimits {
  std::int64_t open_sessions = 0;    // Checkouts that are not over; 0: any number.
  std::int64_t share_percent = 100;  // Of the pieces on hand of an item (checkout::share_of).
};

// What an agent takes up: its open checkouts, and pieces of the items asked for, in order.
struct AgentHoldings {
  std::int64_t open_sessions = 0;
  std::vector<checkout::HeldPieces> items;
};

// The same of all items together.
struct AgentLoad {
  std::string agent;
  std::int64_t open_sessions = 0;
  std::int64_t pieces = 0;
  bool operator==(const AgentLoad&) const = default;
};

// A change that happens wholly or not at all. The preconditions are those named at the members.
struct Changeset {
  // The next version of a session: `session->version - 1` must be the newest stored version
  // (0: the session must not exist), else session_changed. Version 1 also notes its deadline
  // (checkout::deadline_of); a later version with another one moves it, and one that is over
  // forgets it. What its agent holds and has open is counted along with it.
  checkout::SessionPtr session;
  // Pieces taken or given back; no item may fall below 0, else stock_short. Pieces that are taken
  // must stay within the share of the session's agent, else stock_short too.
  std::vector<checkout::StockMove> stock;
  // Of the session's agent; a first version beyond its open sessions is limit_reached.
  AgentLimits limits;
  // No count may come to exceed the limit of its move, else limit_reached.
  std::vector<UseMove> uses;
  // The scope must be unused, else key_taken.
  std::optional<IdempotencyRecord> idempotency;
  // Inserted, or replaced when the id is known.
  std::optional<checkout::Order> order;
  std::vector<OutboxEvent> events;
  std::vector<EventUpdate> event_updates;
  // Inserted when it is open and unknown, else it replaces the attempt of its id, which must be
  // open, else attempt_settled. The token of a settled attempt is not kept.
  std::optional<PaymentAttempt> attempt;
  // A new unspent token; its id must not exist. Or a spent one, which replaces the unspent token
  // of its id, else token_spent.
  std::optional<VaultToken> token;
  // Forgets the deadline of a session.
  std::optional<SessionId> deadline_done;
};

// How a commit ended, in order of precedence. Only `committed` changed anything.
enum class CommitOutcome {
  committed,
  key_taken,        // Load again: there is an answer to replay.
  session_changed,  // Load again and decide again.
  attempt_settled,  // Someone else settled it.
  token_spent,
  stock_short,    // Decide again with the stock as it is.
  limit_reached,  // Decide again: a discount is used up, or the agent may open no more sessions.
  busy,           // The queue or the disk is full, or too full for a new session; try later.
  failed,         // The disk failed; the store takes no more changes.
};

// A read that could not be made: the disk failed.
enum class StoreFailure { failed };

template <class T>
using StoreResult = Result<T, StoreFailure>;

struct Loaded {
  checkout::SessionPtr session;             // The newest version, or null.
  std::optional<IdempotencyRecord> record;  // The answer of the key, when it has one.
};

struct EventFilter {
  std::optional<EventState> state;
  std::size_t limit = 100;
  std::optional<EventId> after = {};  // Given: only later ids, in their order.
  std::optional<OrderId> order = {};  // Only this order's; not together with `after`.
  bool bodies = true;                 // False: they come without, which costs less.
};

struct OrderFilter {
  std::optional<checkout::OrderStatus> status;
  std::optional<OrderId> before;  // Only older ones.
  std::size_t limit = 100;
};

// Newest first. With `next` there may be more, before that id; a page may be short and still have
// a next one, since only so many orders are looked at for it.
struct OrderPage {
  std::vector<checkout::Order> orders;
  std::optional<OrderId> next;
};

// With `next` there are more versions to look at, from there on.
struct BuyerPage {
  std::vector<SessionId> sessions;
  std::optional<std::uint64_t> next;
};

// Any thread may call any function. A Task goes on at `executor`, or at once on the calling
// thread when it need not wait. What a commit wrote is there for every load that begins after the
// Task of the commit has ended, and after a crash of process or power.
class Store {
 public:
  virtual ~Store() = default;

  // One look at the session and the key; an absent argument is not looked for.
  virtual Task<StoreResult<Loaded>> load(std::optional<SessionId> session,
                                         std::optional<Digest> idempotency_scope,
                                         Executor& executor) = 0;

  // One version of a session; null when it is not kept (any more).
  virtual Task<StoreResult<checkout::SessionPtr>> session_version(SessionId session,
                                                                  std::uint64_t version,
                                                                  Executor& executor) = 0;

  // Applies the changeset. Changesets of one session, key, attempt or token that are in flight
  // together are decided one after the other.
  virtual Task<CommitOutcome> commit(Changeset changeset, Executor& executor) = 0;

  // The free pieces of each item, 0 for an item that has no stock record. Never blocks on disk.
  virtual std::vector<std::int64_t> available(std::span<const std::string> item_ids) = 0;

  // What the agent takes up, as committed. Never blocks on disk and looks through nothing.
  virtual AgentHoldings holdings(const std::string& agent,
                                 std::span<const std::string> item_ids) = 0;
  // The same of every agent that was ever counted.
  virtual std::vector<AgentLoad> agent_loads() = 0;

  // How often each key counts as used, in order.
  virtual Task<StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string> keys,
                                                            Executor& executor) = 0;

  // Tells the store how many pieces the catalogue states. A new item starts with them; a known
  // one moves by the difference to what was stated last, never below 0. Blocks until it is on disk:
  // not for an event loop.
  struct StatedStock {
    std::string item_id;
    std::int64_t quantity = 0;
  };
  virtual StoreResult<Done> state_stock(std::span<const StatedStock> stock) = 0;

  virtual Task<StoreResult<std::optional<checkout::Order>>> order(OrderId id,
                                                                  Executor& executor) = 0;

  virtual Task<StoreResult<OrderPage>> orders(OrderFilter filter, Executor& executor) = 0;

  virtual Task<StoreResult<std::optional<VaultToken>>> token(TokenId id, Executor& executor) = 0;

  // Attempts not settled, oldest first.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> open_attempts(std::size_t limit,
                                                                       Executor& executor) = 0;

  // All attempts of a session, oldest first; settled ones carry no token.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> attempts_of(SessionId session,
                                                                     Executor& executor) = 0;

  // Sessions whose deadline has come, earliest first.
  virtual Task<StoreResult<std::vector<SessionId>>> due_deadlines(Timestamp now, std::size_t limit,
                                                                  Executor& executor) = 0;

  // Events as filtered, oldest first.
  virtual Task<StoreResult<std::vector<OutboxEvent>>> events(EventFilter filter,
                                                             Executor& executor) = 0;
  virtual Task<StoreResult<std::optional<OutboxEvent>>> event(EventId id, Executor& executor) = 0;

  // Drops what is older than the retention allows at `now`, a bounded number a call; the number
  // dropped. A version that a kept record points at stays. Of a completed session its buyer goes
  // and the rest stays, see fate_of.
  virtual Task<StoreResult<std::size_t>> prune(Timestamp now, Retention retention,
                                               Executor& executor) = 0;

  // Sessions with a version that holds this e-mail address, from `from` on, of a bounded number of
  // versions a call. An id may come more than once. Blocks on disk for milliseconds.
  virtual Task<StoreResult<BuyerPage>> sessions_of_buyer(std::string email, std::uint64_t from,
                                                         Executor& executor) = 0;

  // Forgets who bought: what the newest version of a session that is over tells of its buyer and
  // all its older versions, its order's, the bodies of that order's events and the tokens made for
  // the session, but for what a refund needs. A session that is not over, or unknown, is left.
  // Nothing of it can be found on the disk afterwards. The sessions that were left.
  virtual Task<StoreResult<std::vector<SessionId>>> erase_buyer(std::vector<SessionId> sessions,
                                                                Timestamp now,
                                                                Executor& executor) = 0;
};

}  // namespace till::app
