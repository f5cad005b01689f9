#include "store/sqlite/batch_writer.h"

#include <algorithm>
#include <utility>

#include "store/codec/codec.h"
#include "store/follows.h"
#include "store/sqlite/event_rows.h"
#include "store/sqlite/session_weight.h"

namespace till::store {

using app::AttemptState;
using app::Changeset;
using app::CommitOutcome;

EncodedChangeset::EncodedChangeset(Changeset&& given) : changeset(std::move(given)) {
  if (!changeset.session) return;
  session = codec::encode(*changeset.session);
  weight = weight_of(*changeset.session);
}

BatchWriter::BatchWriter(Database database, HeadCache& heads, StockLevels& stock, KeyIndex& keys,
                         AgentShelf& agents, LocalOutbox& outbox, std::size_t stock_log_bytes)
    : database_(std::move(database)),
      heads_(heads),
      stock_(stock),
      keys_(keys),
      agents_(agents),
      outbox_(outbox),
      stock_log_(database_, stock_log_bytes),
      begin_(database_.prepare("BEGIN IMMEDIATE")),
      commit_(database_.prepare("COMMIT")),
      roll_back_(database_.prepare("ROLLBACK")),
      newest_(database_.prepare("SELECT body FROM session_versions WHERE key BETWEEN ?1 AND ?2 "
                                "ORDER BY key DESC LIMIT 1")),
      attempt_open_(database_.prepare("SELECT 1 FROM open_attempts WHERE id = ?1")),
      attempt_known_(database_.prepare("SELECT 1 FROM attempts WHERE id = ?1")),
      token_state_(database_.prepare("SELECT spent FROM vault_tokens WHERE id = ?1")),
      add_version_(database_.prepare("INSERT OR IGNORE INTO session_versions VALUES (?1, ?2, ?3)")),
      add_key_(database_.prepare("INSERT INTO idempotency VALUES (?1, ?2, ?3, ?4, ?5, ?6)")),
      add_deadline_(database_.prepare("INSERT INTO deadlines VALUES (?1, ?2, ?3)")),
      drop_deadline_(database_.prepare("DELETE FROM deadlines WHERE due = ?1 AND session = ?2")),
      put_order_(database_.prepare(
          "INSERT OR REPLACE INTO orders (id, body, number) VALUES (?1, ?2, ?3)")),
      put_attempt_(database_.prepare("INSERT INTO attempts VALUES (?1, ?2, ?3) "
                                     "ON CONFLICT (id) DO UPDATE SET body = excluded.body")),
      add_open_attempt_(database_.prepare("INSERT OR IGNORE INTO open_attempts VALUES (?1)")),
      drop_open_attempt_(database_.prepare("DELETE FROM open_attempts WHERE id = ?1")),
      put_token_(database_.prepare("INSERT OR REPLACE INTO vault_tokens VALUES (?1, ?2, ?3)")),
      add_event_(database_.prepare("INSERT INTO outbox (id, order_id, agent, type, body, "
                                   "created_at, state, attempts, next_attempt_at, last_error, "
                                   "sequence, receiver) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
                                   "ON CONFLICT (id) DO NOTHING")),
      update_event_(database_.prepare("UPDATE outbox SET state = ?2, attempts = ?3, "
                                      "next_attempt_at = ?4, last_error = ?5 WHERE id = ?1")),
      find_event_(select_events(database_, "WHERE id = ?2")),
      put_stock_(database_.prepare(
          "INSERT INTO stock (item_id, free, missing, set_aside, stated, counted, counted_at, "
          "added, held) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (item_id) DO "
          "UPDATE SET free = excluded.free, missing = excluded.missing, "
          "set_aside = excluded.set_aside, stated = excluded.stated, counted = excluded.counted, "
          "counted_at = excluded.counted_at, added = excluded.added, held = excluded.held")),
      put_move_(database_.prepare(
          "INSERT INTO stock_moves VALUES (?1, ?2, ?3, ?4) ON CONFLICT (item_id, at) DO UPDATE "
          "SET sold = sold + excluded.sold, added = added + excluded.added")),
      drop_moves_(database_.prepare("DELETE FROM stock_moves WHERE item_id = ?1 AND at < ?2")),
      sum_moves_(database_.prepare(
          "SELECT sum(sold), sum(added) FROM stock_moves WHERE item_id = ?1 AND at > ?2")),
      keep_version_(database_.prepare("UPDATE session_versions SET written_at = ?2 "
                                      "WHERE key = ?1 AND written_at < ?2")),
      newer_version_(
          database_.prepare("SELECT 1 FROM session_versions WHERE key > ?1 AND key <= ?2 LIMIT 1")),
      find_uses_(database_.prepare("SELECT used FROM discount_uses WHERE key = ?1")),
      put_uses_(database_.prepare("INSERT OR REPLACE INTO discount_uses VALUES (?1, ?2)")),
      add_awaited_(database_.prepare("INSERT OR IGNORE INTO awaited VALUES (?1, ?2)")),
      drop_awaited_(database_.prepare("DELETE FROM awaited WHERE status = ?1 AND session = ?2")),
      find_hold_(database_.prepare("SELECT body FROM hold_intents WHERE session = ?1")),
      put_hold_(database_.prepare("INSERT OR REPLACE INTO hold_intents VALUES (?1, ?2, ?3)")),
      drop_hold_(database_.prepare("DELETE FROM hold_intents WHERE session = ?1")),
      hurry_hold_(database_.prepare("UPDATE hold_intents SET due = 0 WHERE session = ?1")) {}

void BatchWriter::note(bool fine) {
  if (fine || !fine_) return;
  fine_ = false;
  full_ = database_.is_full();
  error_ = database_.error();
}

bool BatchWriter::begin() {
  fine_ = true;
  batch_heads_.clear();
  batch_stock_.clear();
  stock_log_.give_up();
  batch_others_.reset();
  batch_uses_.clear();
  batch_keys_.clear();
  batch_agents_.clear();
  dropped_keys_.clear();
  batch_outbox_.clear();
  note(begin_.run());
  return fine_;
}

bool BatchWriter::commit() {
  if (!fine_ || !write_stock()) return false;
  note(commit_.run());
  if (!fine_) return false;
  for (const auto& [id, head] : batch_heads_) {
    head.session ? heads_.put(head.session, head.weight) : heads_.erase(id);
  }
  stock_log_.keep();
  stock_.set(batch_stock_);
  if (batch_others_) stock_.set_others(std::move(batch_others_));
  agents_.add(batch_agents_);
  for (const auto& [scope, row] : batch_keys_) keys_.put(scope, row);
  for (const Digest& scope : dropped_keys_) keys_.erase(scope);
  for (OutboxChange& change : batch_outbox_) tell_outbox(std::move(change));
  return true;
}

BatchWriter::Failure BatchWriter::roll_back() {
  // SQLite may have rolled back by itself already.
  if (database_.in_transaction()) roll_back_.run();
  return full_ && !database_.in_transaction() ? Failure::full : Failure::broken;
}

CommitOutcome BatchWriter::apply(const EncodedChangeset& encoded) {
  CommitOutcome outcome = check(encoded.changeset);
  if (fine_ && outcome == CommitOutcome::committed && !add_version(encoded)) {
    outcome = CommitOutcome::session_changed;
  }
  if (fine_ && outcome == CommitOutcome::committed) write(encoded);
  return fine_ ? outcome : CommitOutcome::failed;
}

CommitOutcome BatchWriter::check(const Changeset& changeset) {
  if (changeset.unanswered && key_is_taken(*changeset.unanswered)) return CommitOutcome::key_taken;
  if (changeset.idempotency && key_is_taken(changeset.idempotency->scope)) {
    return CommitOutcome::key_taken;
  }
  const bool begins = changeset.session && changeset.session->version == 1;
  if (changeset.session && !begins &&
      changeset.session->version != newest_version(changeset.session->id) + 1) {
    return CommitOutcome::session_changed;
  }
  const CommitOutcome outcome = check_others(changeset);
  // Whether there is a first version already, its insertion tells: to look for it costs a read,
  // which is worth it only where something else lacks as well.
  const bool known =
      begins && outcome != CommitOutcome::committed && newest_version(changeset.session->id) > 0;
  return known ? CommitOutcome::session_changed : outcome;
}

CommitOutcome BatchWriter::check_others(const Changeset& changeset) {
  if (changeset.follows && !stands_on(changeset, newest(changeset.follows->id))) {
    return CommitOutcome::session_changed;
  }
  if (!hold_fits(changeset)) return CommitOutcome::session_changed;
  if (const auto outcome = check_payment(changeset); outcome != CommitOutcome::committed) {
    return outcome;
  }
  if (!stock_suffices(changeset)) return CommitOutcome::stock_short;
  return within_limits(changeset) ? CommitOutcome::committed : CommitOutcome::limit_reached;
}

CommitOutcome BatchWriter::check_payment(const Changeset& changeset) {
  if (changeset.attempt) {
    const AttemptId& id = changeset.attempt->id;
    const bool opens = changeset.attempt->state == AttemptState::open;
    const bool is_new = opens && !row_exists(attempt_known_.bind(1, id.bytes));
    if (!is_new && !row_exists(attempt_open_.bind(1, id.bytes))) {
      return CommitOutcome::attempt_settled;
    }
  }
  if (changeset.token) {
    token_state_.bind(1, changeset.token->id.bytes);
    const ResetAtEnd reset(token_state_);
    const bool known = token_state_.step();
    note(!token_state_.failed());
    const bool unspent = known && token_state_.integer(0) == 0;
    if (changeset.token->spent_by ? !unspent : known) return CommitOutcome::token_spent;
  }
  return CommitOutcome::committed;
}

bool BatchWriter::within_limits(const Changeset& changeset) {
  if (changeset.session && changeset.limits.open_sessions > 0) {
    const std::string& agent = changeset.session->agent;
    const std::int64_t open = agents_.open(agent) + batch_agents_.open(agent);
    if (!within_open_sessions(changeset.limits, *changeset.session, open)) return false;
  }
  return std::all_of(changeset.uses.begin(), changeset.uses.end(), [this](const auto& move) {
    return move.taken <= 0 || pending_uses(move.key) + move.taken <= move.limit;
  });
}

bool BatchWriter::row_exists(Statement& statement) {
  const ResetAtEnd reset(statement);
  const bool exists = statement.step();
  note(!statement.failed());
  return exists;
}

bool BatchWriter::key_is_taken(const Digest& scope) {
  return batch_keys_.contains(scope) || keys_.find(scope).has_value();
}

void BatchWriter::write_order(const checkout::Order& order) {
  const std::string body = codec::encode(order);
  put_order_.bind(1, order.id.bytes).bind_blob(2, body).bind_text(3, order.shop.number);
  note(put_order_.run());
}

checkout::SessionPtr BatchWriter::newest(const SessionId& id) {
  if (const auto pending = batch_heads_.find(id); pending != batch_heads_.end()) {
    return pending->second.session;
  }
  if (auto head = heads_.find(id)) return head;
  const VersionKey first = version_key(id, 0);
  const VersionKey last = version_key(id, UINT64_MAX);
  const ResetAtEnd reset(newest_);
  newest_.bind(1, first).bind(2, last);
  const bool found = newest_.step();
  note(!newest_.failed());
  if (!found) return nullptr;
  auto session = codec::decode_session(newest_.bytes(0));
  note(session.has_value());
  return session ? std::make_shared<const checkout::Session>(std::move(*session)) : nullptr;
}

std::uint64_t BatchWriter::newest_version(const SessionId& id) {
  const auto head = newest(id);
  return head ? head->version : 0;
}

void BatchWriter::write(const EncodedChangeset& encoded) {
  const Changeset& changeset = encoded.changeset;
  if (changeset.session) write_session(encoded);
  write_moves(changeset);
  for (const app::UseMove& move : changeset.uses) {
    std::int64_t& used = pending_uses(move.key) += move.taken;
    note(put_uses_.bind_text(1, move.key).bind(2, used).run());
  }
  if (changeset.idempotency) write_idempotency(changeset);
  if (changeset.order) write_order(*changeset.order);
  write_events(changeset);
  if (changeset.attempt) write_attempt(*changeset.attempt);
  if (changeset.token) write_token(*changeset.token);
  write_hold(changeset);
  if (changeset.deadline_done) forget_deadline(*changeset.deadline_done);
}

// A version counts as no older than the newest key that points at it, so that pruning may look at
// its age alone. False when it is there already.
bool BatchWriter::add_version(const EncodedChangeset& encoded) {
  const checkout::SessionPtr& session = encoded.changeset.session;
  if (!session) return true;
  const auto& record = encoded.changeset.idempotency;
  const VersionKey key = version_key(session->id, session->version);
  const std::int64_t written_at =
      std::max(session->updated_at.ms, record ? record->created_at.ms : 0);
  note(add_version_.bind(1, key).bind(2, written_at).bind_blob(3, encoded.session).run());
  return sqlite3_changes(database_.handle()) > 0;
}

void BatchWriter::write_session(const EncodedChangeset& encoded) {
  const checkout::SessionPtr& session = encoded.changeset.session;
  const auto before = session->version == 1 ? nullptr : newest(session->id);
  const auto due = noted_deadline(*session);
  if (!before || noted_deadline(*before) != due) {
    if (before) forget_deadline(session->id);
    if (due) {
      add_deadline_.bind(1, due->ms).bind(2, session->id.bytes);
      note(add_deadline_.bind_text(3, counted_agent(*session)).run());
    }
  }
  count_agent(before.get(), *session);
  list_awaited(before.get(), *session);
  batch_heads_[session->id] = {session, encoded.weight};
  if (before && before->approval && !session->approval) forget_approval_token(session->id);
}

void BatchWriter::write_idempotency(const Changeset& changeset) {
  const app::IdempotencyRecord& record = *changeset.idempotency;
  add_key(record);
  const auto* shown = std::get_if<app::SessionAnswer>(&record.answer);
  if (shown == nullptr) return;
  const VersionKey version = version_key(shown->session, shown->version);
  const checkout::SessionPtr& written = changeset.session;  // With the age of this key already.
  if (written && version == version_key(written->id, written->version)) return;
  note(keep_version_.bind(1, version).bind(2, record.created_at.ms).run());
}

void BatchWriter::add_key(const app::IdempotencyRecord& record) {
  const std::string answer = codec::encode_answer(record.answer);
  const std::int64_t row = next_key_row_++;
  add_key_.bind(1, row).bind(2, record.scope).bind(3, record.fingerprint);
  add_key_.bind(4, static_cast<std::int64_t>(record.dialect)).bind_blob(5, answer);
  note(add_key_.bind(6, record.created_at.ms).run());
  batch_keys_.emplace(record.scope, row);
}

void BatchWriter::write_attempt(app::PaymentAttempt attempt) {
  const bool open = attempt.state == AttemptState::open;
  if (!open) {
    attempt.token = Secret();
    attempt.authentication.reset();
  }
  const std::string body = codec::encode(attempt);
  put_attempt_.bind(1, attempt.id.bytes).bind(2, attempt.session.bytes).bind_blob(3, body);
  note(put_attempt_.run());
  Statement& mark = open ? add_open_attempt_ : drop_open_attempt_;
  note(mark.bind(1, attempt.id.bytes).run());
}

void BatchWriter::write_token(const app::VaultToken& token) {
  const std::string body = codec::encode(token);
  put_token_.bind(1, token.id.bytes).bind(2, token.spent_by ? 1 : 0).bind_blob(3, body);
  note(put_token_.run());
}

void BatchWriter::forget_deadline(const SessionId& id) {
  const auto head = newest(id);
  if (!head) return;
  note(drop_deadline_.bind(1, checkout::deadline_of(*head).ms).bind(2, id.bytes).run());
}

std::int64_t& BatchWriter::pending_uses(const std::string& key) {
  const auto [count, added] = batch_uses_.try_emplace(key, 0);
  if (!added) return count->second;
  const ResetAtEnd reset(find_uses_);
  find_uses_.bind_text(1, key);
  if (find_uses_.step()) count->second = find_uses_.integer(0);
  note(!find_uses_.failed());
  return count->second;
}

}  // namespace till::store
