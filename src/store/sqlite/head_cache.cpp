#include "store/sqlite/head_cache.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "store/sqlite/session_weight.h"

namespace till::store {

HeadCache::HeadCache(std::size_t most, std::size_t bytes)
    : sets_(std::max<std::size_t>(1, most / Recent::kEntries)), set_bytes_(bytes / sets_.size()) {}

HeadCache::Set& HeadCache::set_of(const SessionId& id) {
  std::size_t chance = 0;
  std::memcpy(&chance, id.bytes.data() + id.bytes.size() - sizeof chance, sizeof chance);
  return sets_[chance % sets_.size()];  // The end of an id is random.
}

checkout::SessionPtr HeadCache::find(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  return set.recent.find(id);
}

void HeadCache::put(checkout::SessionPtr session, std::size_t weight) {
  const SessionId id = session->id;
  Set& set = set_of(id);
  Recent::Dropped dropped;
  const std::lock_guard lock(set.mutex);
  ++set.commits;
  set.recent.hold(id, std::move(session), weight, set_bytes_, dropped);
}

void HeadCache::erase(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  ++set.commits;
  set.recent.erase(id);
}

HeadCache::Look HeadCache::look(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  return set.commits;
}

void HeadCache::put_read(checkout::SessionPtr session, Look look) {
  const SessionId id = session->id;
  const std::size_t weight = weight_of(*session);
  Set& set = set_of(id);
  Recent::Dropped dropped;
  const std::lock_guard lock(set.mutex);
  if (set.commits == look) {
    set.recent.hold(id, std::move(session), weight, set_bytes_, dropped);
  }
}

}  // namespace till::store
