// The writer's rarer work: what the catalogue states, and dropping what is old.
#include <algorithm>

#include "store/sqlite/batch_writer.h"

namespace till::store {
namespace {

constexpr std::int64_t kRowsAtOnce = 500;

}  // namespace

bool BatchWriter::load_stock() {
  Statement all = database_.prepare("SELECT item_id, free FROM stock");
  std::map<std::string, std::int64_t> levels;
  while (all.step()) levels[std::string(all.bytes(0))] = all.integer(1);
  stock_.set(levels);
  return !all.failed();
}

bool BatchWriter::state_stock(std::span<const app::Store::StatedStock> stated) {
  Statement find = database_.prepare("SELECT free, stated FROM stock WHERE item_id = ?1");
  Statement put = database_.prepare("INSERT OR REPLACE INTO stock VALUES (?1, ?2, ?3)");
  if (!begin()) return false;
  for (const app::Store::StatedStock& item : stated) {
    std::int64_t free = item.quantity;
    find.bind_text(1, item.item_id);
    if (find.step()) {
      free = std::max<std::int64_t>(0, find.integer(0) + item.quantity - find.integer(1));
    }
    note(!find.failed());
    find.reset();
    note(put.bind_text(1, item.item_id).bind(2, free).bind(3, item.quantity).run());
  }
  return commit() && load_stock();
}

std::int64_t BatchWriter::prune(Timestamp before) {
  Statement keys = database_.prepare(
      "DELETE FROM idempotency WHERE rowid IN "
      "(SELECT rowid FROM idempotency ORDER BY rowid LIMIT ?2) AND created_at < ?1");
  Statement events = database_.prepare(
      "DELETE FROM outbox WHERE seq IN "
      "(SELECT seq FROM outbox ORDER BY seq LIMIT ?2) AND created_at < ?1 AND state = ?3");
  if (!begin()) return -1;
  note(keys.bind(1, before.ms).bind(2, kRowsAtOnce).run());
  std::int64_t dropped = sqlite3_changes(database_.handle());
  const bool more_keys = dropped == kRowsAtOnce;
  events.bind(1, before.ms).bind(2, kRowsAtOnce);
  note(events.bind(3, static_cast<std::int64_t>(app::EventState::delivered)).run());
  dropped += sqlite3_changes(database_.handle());
  // A version is as old as the key that points at it, so versions follow once no older key is left.
  if (!more_keys) dropped += prune_versions(before);
  return commit() ? dropped : -1;
}

// Walks the table in the order of writing, a stretch a call, and begins anew at the end.
std::int64_t BatchWriter::prune_versions(Timestamp before) {
  Statement stretch = database_.prepare(
      "SELECT max(rowid), min(written_at) FROM (SELECT rowid, written_at FROM session_versions "
      "WHERE rowid > ?1 ORDER BY rowid LIMIT ?2)");
  Statement drop = database_.prepare(
      "DELETE FROM session_versions WHERE rowid > ?1 AND rowid <= ?2 AND written_at < ?3 AND "
      "EXISTS "
      "(SELECT 1 FROM session_versions AS newer WHERE newer.key > session_versions.key AND "
      "substr(newer.key, 1, 16) = substr(session_versions.key, 1, 16) AND "
      "newer.key <= substr(session_versions.key, 1, 16) || x'ffffffffffffffff')");
  const ResetAtEnd reset(stretch);
  stretch.bind(1, prune_cursor_).bind(2, kRowsAtOnce);
  const bool any = stretch.step();
  note(!stretch.failed());
  const std::int64_t last = any ? stretch.integer(0) : 0;
  if (last == 0 || stretch.integer(1) >= before.ms) {
    prune_cursor_ = 0;
    return 0;
  }
  note(drop.bind(1, prune_cursor_).bind(2, last).bind(3, before.ms).run());
  prune_cursor_ = last;
  return sqlite3_changes(database_.handle());
}

}  // namespace till::store
