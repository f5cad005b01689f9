// The writer's rarer work: dropping what is old.
#include <algorithm>
#include <utility>
#include <vector>

#include "store/sqlite/batch_writer.h"

namespace till::store {
namespace {

constexpr std::int64_t kRowsAtOnce = 500;
constexpr int kStretches = 8;

}  // namespace

bool BatchWriter::load_keys() {
  Statement all = database_.prepare("SELECT seq, scope FROM idempotency ORDER BY seq");
  while (all.step()) {
    Digest scope{};
    all.bytes(1).copy(reinterpret_cast<char*>(scope.data()), scope.size());
    keys_.put(scope, all.integer(0));
    next_key_row_ = all.integer(0) + 1;
  }
  return !all.failed();
}

bool BatchWriter::prune(Timestamp now, const app::Retention& retention, std::size_t& dropped) {
  const Pruned pruned{retention, now, now + -retention.answers};
  const std::size_t keys = drop_keys(pruned.before);
  dropped = keys + drop_events(app::EventState::delivered, pruned.before);
  for (const auto state : {app::EventState::dead, app::EventState::pending}) {
    dropped += drop_events(state, now + -retention.dead_events);
  }
  // A version is as old as the keys that point at it: it follows once no older key is left.
  if (keys < static_cast<std::size_t>(kRowsAtOnce)) dropped += drop_versions(pruned);
  dropped += drop_over(pruned);
  return fine_;
}

std::size_t BatchWriter::drop_keys(Timestamp before) {
  Statement drop = database_.prepare(
      "DELETE FROM idempotency WHERE seq IN "
      "(SELECT seq FROM idempotency ORDER BY seq LIMIT ?2) AND created_at < ?1 RETURNING scope");
  drop.bind(1, before.ms).bind(2, kRowsAtOnce);
  while (drop.step()) {
    Digest& scope = dropped_keys_.emplace_back();
    drop.bytes(0).copy(reinterpret_cast<char*>(scope.data()), scope.size());
  }
  note(!drop.failed());
  return dropped_keys_.size();
}

// Walks the table in the order of writing and goes on where the last call ended, since newest
// versions stay where they are and would be met again and again.
std::size_t BatchWriter::drop_versions(const Pruned& pruned) {
  std::size_t dropped = 0;
  bool from_the_start = prune_cursor_ == 0;
  for (int stretch = 0; stretch < kStretches && dropped == 0; ++stretch) {
    const auto of_stretch = drop_stretch(pruned);
    if (of_stretch) dropped += *of_stretch;
    if (!of_stretch && std::exchange(from_the_start, true)) break;
  }
  return dropped;
}

// How many versions of the next stretch were dropped; nothing at the end of what is old enough,
// after which the walk begins anew.
std::optional<std::size_t> BatchWriter::drop_stretch(const Pruned& pruned) {
  Statement next = database_.prepare(
      "SELECT rowid, key, written_at FROM session_versions WHERE rowid > ?1 ORDER BY rowid "
      "LIMIT ?2");
  Statement read = database_.prepare("SELECT body FROM session_versions WHERE rowid = ?1");
  Statement drop = database_.prepare("DELETE FROM session_versions WHERE rowid = ?1");
  next.bind(1, prune_cursor_).bind(2, kRowsAtOnce);
  std::vector<std::int64_t> superseded;
  std::vector<std::int64_t> newest;
  while (next.step()) {
    prune_cursor_ = next.integer(0);
    if (next.integer(2) >= pruned.before.ms) continue;
    VersionKey key{};
    next.bytes(1).copy(reinterpret_cast<char*>(key.data()), key.size());
    (is_superseded(key) ? superseded : newest).push_back(prune_cursor_);
  }
  note(!next.failed());
  for (const std::int64_t row : superseded) note(drop.bind(1, row).run());
  std::size_t dropped = superseded.size();
  for (const std::int64_t row : newest)
    dropped += end_session(read.bind(1, row), drop.bind(1, row), pruned) ? 1 : 0;
  if (!superseded.empty() || !newest.empty()) return dropped;
  prune_cursor_ = 0;
  return std::nullopt;
}

bool BatchWriter::is_superseded(const VersionKey& key) {
  VersionKey last = key;
  std::fill(last.begin() + sizeof(SessionId::bytes), last.end(), std::uint8_t{0xff});
  const ResetAtEnd reset(newer_version_);
  newer_version_.bind(1, key).bind(2, last);
  const bool newer = newer_version_.step();
  note(!newer_version_.failed());
  return newer;
}

}  // namespace till::store
