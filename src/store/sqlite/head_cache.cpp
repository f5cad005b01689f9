#include "store/sqlite/head_cache.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "store/sqlite/session_weight.h"

namespace till::store {

HeadCache::HeadCache(std::size_t most, std::size_t bytes)
    : sets_(std::max<std::size_t>(1, most / kEntries)), set_bytes_(bytes / sets_.size()) {}

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

void HeadCache::Set::hold(checkout::SessionPtr session, std::size_t weight, std::size_t bytes,
                          Dropped& dropped) {
  std::size_t at = 0;
  while (at + 1 < entries.size() && entries[at].id != session->id) ++at;
  bring_forward(at);
  Entry& front = entries.front();
  front.id = session->id;
  front.weight = weight;
  dropped.back() = std::exchange(front.session, std::move(session));
  std::size_t held = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (held + entries[i].weight > bytes) {
      dropped[i] = std::move(entries[i].session);
      entries[i] = {};
    }
    held += entries[i].weight;
  }
}

void HeadCache::put(checkout::SessionPtr session, std::size_t weight) {
  Set& set = set_of(session->id);
  Dropped dropped;
  const std::lock_guard lock(set.mutex);
  ++set.commits;
  set.hold(std::move(session), weight, set_bytes_, dropped);
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
  const std::size_t weight = weight_of(*session);
  Set& set = set_of(session->id);
  Dropped dropped;
  const std::lock_guard lock(set.mutex);
  if (set.commits == look) set.hold(std::move(session), weight, set_bytes_, dropped);
}

}  // namespace till::store
