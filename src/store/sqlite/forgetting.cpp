// What the writer forgets of sessions that are over, of buyers and of what was to be charged.
#include <algorithm>
#include <utility>
#include <vector>

#include "checkout/erasure.h"
#include "store/codec/codec.h"
#include "store/erasing.h"
#include "store/sqlite/batch_writer.h"
#include "store/sqlite/event_rows.h"
#include "store/sqlite/session_weight.h"

namespace till::store {
namespace {

constexpr std::int64_t kRowsOfAWalk = 500;

// Walks a table of (rowid, body) from `cursor` on and gives the rows that are to go; the cursor
// begins anew at the end. `failed` when the disk failed.
template <class Value, class Goes>
std::vector<std::int64_t> rows_to_drop(Statement& rows, std::int64_t& cursor, Goes goes,
                                       std::optional<Value> (*decode)(std::string_view)) {
  rows.bind(1, cursor).bind(2, kRowsOfAWalk);
  std::vector<std::int64_t> found;
  std::int64_t seen = 0;
  for (; rows.step(); ++seen) {
    cursor = rows.integer(0);
    const auto value = decode(rows.bytes(1));
    if (value && goes(*value)) found.push_back(cursor);
  }
  if (seen < kRowsOfAWalk) cursor = 0;
  return found;
}

}  // namespace

std::size_t BatchWriter::drop_over(const Pruned& pruned) {
  Statement tokens = database_.prepare(
      "SELECT rowid, body FROM vault_tokens WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
  Statement attempts = database_.prepare(
      "SELECT rowid, body FROM attempts WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
  Statement drop_token = database_.prepare("DELETE FROM vault_tokens WHERE rowid = ?1");
  Statement drop_attempt = database_.prepare("DELETE FROM attempts WHERE rowid = ?1");
  const auto due = [&pruned](const auto& value) {
    return is_due(value, pruned.retention, pruned.now);
  };
  const auto old_tokens =
      rows_to_drop<app::VaultToken>(tokens, token_cursor_, due, codec::decode_token);
  note(!tokens.failed());
  const auto old_attempts =
      rows_to_drop<app::PaymentAttempt>(attempts, attempt_cursor_, due, codec::decode_attempt);
  note(!attempts.failed());
  for (const std::int64_t row : old_tokens) note(drop_token.bind(1, row).run());
  for (const std::int64_t row : old_attempts) note(drop_attempt.bind(1, row).run());
  return old_tokens.size() + old_attempts.size();
}

// True when the newest version of a session, which the statements name, was dropped or lost its
// buyer.
bool BatchWriter::end_session(Statement& read, Statement& drop, const Pruned& pruned) {
  const bool there = read.step();
  note(!read.failed());
  auto session = there ? codec::decode_session(read.bytes(0)) : std::nullopt;
  read.reset();
  const app::Fate fate =
      session ? app::fate_of(*session, pruned.retention, pruned.now) : app::Fate::kept;
  if (fate == app::Fate::kept) return false;
  if (fate == app::Fate::loses_buyer) {
    replace_versions(checkout::without_buyer(std::move(*session)), pruned.now);
    return true;
  }
  forget_deadline(session->id);
  unlist_awaited(*session);
  note(drop.run());
  // What the shop may hold has ended by itself since.
  note(drop_hold_.bind(1, session->id.bytes).run());
  batch_heads_[session->id] = {};
  return true;
}

void BatchWriter::replace_versions(checkout::Session next, Timestamp now) {
  ++next.version;
  const VersionKey first = version_key(next.id, 0);
  const VersionKey key = version_key(next.id, next.version);
  Statement drop = database_.prepare("DELETE FROM session_versions WHERE key >= ?1 AND key < ?2");
  note(drop.bind(1, first).bind(2, key).run());
  const std::string body = codec::encode(next);
  note(add_version_.bind(1, key).bind(2, now.ms).bind_blob(3, body).run());
  const std::size_t weight = weight_of(next);
  Head& head = batch_heads_[next.id];
  head = {std::make_shared<const checkout::Session>(std::move(next)), weight};
}

bool BatchWriter::erase_buyer(std::span<const SessionId> sessions, Timestamp now,
                              const app::OrderEvents& events, std::vector<SessionId>& left) {
  left.clear();
  for (const SessionId& id : sessions) {
    const auto session = newest(id);
    if (!session || !checkout::is_over(session->status)) {
      left.push_back(id);
      continue;
    }
    checkout::Session erased = erased_session(*session, now);
    if (erased.order) erase_order(erased, events);
    replace_versions(std::move(erased), now);
  }
  erase_tokens(sessions);
  return fine_;
}

void BatchWriter::erase_order(const checkout::Session& session, const app::OrderEvents& events) {
  const OrderId order = session.order->id;
  write_order(*session.order);
  std::vector<app::OutboxEvent> told;
  Statement find = select_events(database_, "WHERE order_id = ?2");
  find.bind(1, 1).bind(2, order.bytes);
  while (find.step()) {
    auto event = event_of(find);
    if (event) told.push_back(std::move(*event));
  }
  note(!find.failed());
  Statement update = database_.prepare("UPDATE outbox SET body = ?2 WHERE id = ?1");
  Statement drop = database_.prepare("DELETE FROM outbox WHERE id = ?1");
  for (const app::OutboxEvent& event : told) {
    const auto body = events.without_buyer(event, session);
    if (body) {
      note(update.bind(1, event.id.bytes).bind_blob(2, *body).run());
      continue;
    }
    note(drop.bind(1, event.id.bytes).run());
    if (event.state == app::EventState::pending) {
      batch_outbox_.emplace_back(DroppedEvent{event.id, party_of(event)});
    }
  }
  batch_outbox_.emplace_back(ChangedBodies{order});
}

void BatchWriter::erase_tokens(std::span<const SessionId> sessions) {
  Statement tokens = database_.prepare("SELECT body FROM vault_tokens");
  std::vector<app::VaultToken> theirs;
  while (tokens.step()) {
    auto token = codec::decode_token(tokens.bytes(0));
    const bool made_for_one =
        token && std::any_of(sessions.begin(), sessions.end(),
                             [&token](const SessionId& id) { return is_made_for(*token, id); });
    if (made_for_one) theirs.push_back(std::move(*token));
  }
  note(!tokens.failed());
  Statement drop = database_.prepare("DELETE FROM vault_tokens WHERE id = ?1");
  for (const app::VaultToken& token : theirs) {
    const auto left = erased_token(token);
    if (left) {
      write_token(*left);
    } else {
      note(drop.bind(1, token.id.bytes).run());
    }
  }
}

// The seller decided, so that no version needs any more what was to be charged.
void BatchWriter::forget_approval_token(const SessionId& id) {
  Statement versions =
      database_.prepare("SELECT rowid, body FROM session_versions WHERE key BETWEEN ?1 AND ?2");
  const VersionKey first = version_key(id, 0);
  const VersionKey last = version_key(id, UINT64_MAX);
  versions.bind(1, first).bind(2, last);
  std::vector<std::pair<std::int64_t, std::string>> changed;
  while (versions.step()) {
    const auto session = codec::decode_session(versions.bytes(1));
    if (!session || !session->approval) continue;
    changed.emplace_back(versions.integer(0), codec::encode(*without_approval_token(*session)));
  }
  note(!versions.failed());
  Statement put = database_.prepare("UPDATE session_versions SET body = ?2 WHERE rowid = ?1");
  for (const auto& [row, body] : changed) note(put.bind(1, row).bind_blob(2, body).run());
}

}  // namespace till::store
