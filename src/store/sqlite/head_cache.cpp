#include "store/sqlite/head_cache.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace till::store {

HeadCache::HeadCache(std::size_t most)
    : sets_(std::max<std::size_t>(1, most / std::tuple_size_v<decltype(Set::entries)>)) {}

HeadCache::Set& HeadCache::set_of(const SessionId& id) {
  std::size_t chance = 0;
  std::memcpy(&chance, id.bytes.data() + id.bytes.size() - sizeof chance, sizeof chance);
  return sets_[chance % sets_.size()];  // The end of an id is random.
}

void HeadCache::Set::bring_forward(std::size_t at) {
  const auto entry = entries.begin() + static_cast<std::ptrdiff_t>(at);
  std::rotate(entries.begin(), entry, entry + 1);
}

checkout::SessionPtr HeadCache::find(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  for (std::size_t at = 0; at < set.entries.size(); ++at) {
    if (set.entries[at].id != id || !set.entries[at].session) continue;
    set.bring_forward(at);
    return set.entries.front().session;
  }
  return nullptr;
}

checkout::SessionPtr HeadCache::Set::hold(checkout::SessionPtr session) {
  std::size_t at = 0;
  while (at + 1 < entries.size() && entries[at].id != session->id) ++at;
  bring_forward(at);
  entries.front().id = session->id;
  return std::exchange(entries.front().session, std::move(session));
}

void HeadCache::put(checkout::SessionPtr session) {
  Set& set = set_of(session->id);
  checkout::SessionPtr dropped;  // Freed after the lock is.
  const std::lock_guard lock(set.mutex);
  ++set.commits;
  dropped = set.hold(std::move(session));
}

void HeadCache::erase(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  ++set.commits;
  for (Entry& entry : set.entries) {
    if (entry.session && entry.id == id) entry.session.reset();
  }
}

HeadCache::Look HeadCache::look(const SessionId& id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  return set.commits;
}

void HeadCache::put_read(checkout::SessionPtr session, Look look) {
  Set& set = set_of(session->id);
  checkout::SessionPtr dropped;
  const std::lock_guard lock(set.mutex);
  if (set.commits == look) dropped = set.hold(std::move(session));
}

}  // namespace till::store
