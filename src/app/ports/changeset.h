// Changeset: what one commit changes, all together or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/hold_intent.h"
#include "app/records.h"
#include "checkout/decide.h"
#include "checkout/session.h"

namespace till::app {

// Uses of a discount that begin to count (taken is positive) or are given back (negative).
struct UseMove {
  std::string key;
  std::int64_t taken = 0;
  std::int64_t limit = 0;
};

// Held pieces of Till's own stock that are sold for good (taken is positive), or that a canceled
// order brings back to be held (negative), and when.
struct SoldPieces {
  std::vector<checkout::StockMove> pieces;
  Timestamp at;
};

// What one agent may take up; what is committed never exceeds it.
struct AgentLimits {
  std::int64_t open_sessions = 0;    // Checkouts that are not over; 0: any number.
  std::int64_t share_percent = 100;  // Of the pieces on hand of an item (checkout::share_of).
};

// A change that happens wholly or not at all. The preconditions are those named at the members.
struct Changeset {
  // The next version of a session: `session->version - 1` must be the newest stored version
  // (0: the session must not exist), else session_changed. Version 1 also notes its deadline
  // (checkout::deadline_of); a later version with another one moves it, and one that is over
  // forgets it. What its agent holds and has open is counted along with it.
  checkout::SessionPtr session;
  // Given when what is decided rests on this version and `session` alone does not say so: on one
  // that was not committed yet, of whose number another process may commit another; or for an
  // answer that changes no session. The newest stored version must be this one, else
  // session_changed.
  checkout::SessionPtr follows;
  // Pieces taken or given back; no item may fall below 0, else stock_short. Pieces that are taken
  // must stay within the share of the session's agent, else stock_short too.
  std::vector<checkout::StockMove> stock;
  // What was held before or is given back by `stock`. Kept, so that a count of an earlier moment
  // does not count it twice.
  SoldPieces sold;
  // Of the session's agent; a first version beyond its open sessions is limit_reached.
  AgentLimits limits;
  // No count may come to exceed the limit of its move, else limit_reached.
  std::vector<UseMove> uses;
  // The scope must be unused, else key_taken.
  std::optional<IdempotencyRecord> idempotency;
  // A key that is answered by a later commit: its scope must be unused too, else key_taken.
  std::optional<Digest> unanswered;
  // Inserted, or replaced when the id is known.
  std::optional<checkout::Order> order;
  // New ones, whose sequence becomes the version of the session when there is one here.
  std::vector<OutboxEvent> events;
  std::vector<EventUpdate> event_updates;
  // Inserted when it is open and unknown, else it replaces the attempt of its id, which must be
  // open, else attempt_settled. The token of a settled attempt is not kept.
  std::optional<PaymentAttempt> attempt;
  // Until when a new attempt is leased to this process, see Attempts; without, it is due at once.
  std::optional<Timestamp> attempt_lease;
  // A new unspent token; its id must not exist. Or a spent one, which replaces the unspent token
  // of its id, else token_spent.
  std::optional<VaultToken> token;
  // What the shop's backend is asked to hold, or is known to. A question (asked) needs the version
  // after the stored one, which is 0 where there is none; what became of it needs the stored
  // version itself: else session_changed. What is given back is forgotten.
  std::optional<HoldIntent> hold;
  // The hold intent of a session, if there is one, is due at once.
  std::optional<SessionId> hold_due;
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

}  // namespace till::app
