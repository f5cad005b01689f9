#include "store/sqlite/key_index.h"

#include <cstring>
#include <utility>

#include "base/ensure.h"

namespace till::store {
namespace {

constexpr std::size_t kFirstSlots = 16;

}  // namespace

KeyIndex::Slot KeyIndex::key_of(const Digest& scope) {
  Slot key;
  std::memcpy(&key.high, scope.data(), sizeof key.high);
  std::memcpy(&key.low, scope.data() + sizeof key.high, sizeof key.low);
  return key;
}

std::size_t KeyIndex::Shard::place_of(const Slot& key) const {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = key.low & mask;
  while (slots[at].row != 0 && (slots[at].high != key.high || slots[at].low != key.low)) {
    at = (at + 1) & mask;
  }
  return at;
}

void KeyIndex::Shard::grow() {
  std::vector<Slot> before(slots.empty() ? kFirstSlots : slots.size() * 2);
  std::swap(slots, before);
  for (const Slot& key : before) {
    if (key.row != 0) slots[place_of(key)] = key;
  }
}

std::optional<std::int64_t> KeyIndex::find(const Digest& scope) const {
  const Slot key = key_of(scope);
  const Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (shard.used == 0) return std::nullopt;
  const std::int64_t row = shard.slots[shard.place_of(key)].row;
  return row == 0 ? std::nullopt : std::optional(row);
}

void KeyIndex::put(const Digest& scope, std::int64_t row) {
  TILL_ENSURE(row > 0);
  Slot key = key_of(scope);
  key.row = row;
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (4 * (shard.used + 1) > 3 * shard.slots.size()) shard.grow();
  Slot& slot = shard.slots[shard.place_of(key)];
  TILL_ENSURE(slot.row == 0);
  slot = key;
  ++shard.used;
}

void KeyIndex::erase(const Digest& scope) {
  const Slot key = key_of(scope);
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (shard.used == 0) return;
  const std::size_t mask = shard.slots.size() - 1;
  std::size_t hole = shard.place_of(key);
  if (shard.slots[hole].row == 0) return;
  --shard.used;
  // Whoever was pushed on past the hole moves back, or probing would end before it.
  for (std::size_t at = (hole + 1) & mask; shard.slots[at].row != 0; at = (at + 1) & mask) {
    const std::size_t home = shard.slots[at].low & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    shard.slots[hole] = shard.slots[at];
    hole = at;
  }
  shard.slots[hole] = Slot{};
}

}  // namespace till::store
