#include "http/rendered_sessions.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace till::http {

RenderedSessions::RenderedSessions(const wire::SessionRenderer& renderer, std::size_t most,
                                   std::size_t bytes)
    : renderer_(renderer),
      sets_(std::max<std::size_t>(1, most / std::tuple_size_v<decltype(Set::entries)>)),
      set_bytes_(bytes / sets_.size()) {}

bool RenderedSessions::Entry::answers(const checkout::Session& asked) const {
  return answer && session == asked.id && version == asked.version && status == asked.status;
}

RenderedSessions::Set& RenderedSessions::set_of(const SessionId& id) {
  std::size_t chance = 0;  // The end of an id is random.
  std::memcpy(&chance, id.bytes.data() + id.bytes.size() - sizeof chance, sizeof chance);
  return sets_[chance % sets_.size()];
}

std::shared_ptr<const std::string> RenderedSessions::find(Set& set,
                                                          const checkout::Session& session) {
  const std::lock_guard lock(set.mutex);
  for (auto entry = set.entries.begin(); entry != set.entries.end(); ++entry) {
    if (!entry->answers(session)) continue;
    std::rotate(set.entries.begin(), entry, entry + 1);
    return set.entries.front().answer;
  }
  return nullptr;
}

void RenderedSessions::hold(Set& set, Entry entry) const {
  decltype(Set::entries) dropped;  // Freed after the lock is.
  const std::lock_guard lock(set.mutex);
  const auto same = [&](const Entry& held) { return held.session == entry.session; };
  auto place = std::find_if(set.entries.begin(), set.entries.end() - 1, same);
  std::swap(*place, entry);  // What is driven out is freed after the lock is.
  std::rotate(set.entries.begin(), place, place + 1);
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < set.entries.size(); ++at) {
    Entry& one = set.entries[at];
    bytes += one.answer ? one.answer->size() : 0;
    if (bytes > set_bytes_) std::swap(one, dropped[at]);
  }
}

std::shared_ptr<const std::string> RenderedSessions::render(const checkout::Session& session) {
  Set& set = set_of(session.id);
  if (auto held = find(set, session)) return held;
  auto answer = std::make_shared<const std::string>(renderer_.render(session));
  if (answer->size() > set_bytes_) return answer;
  hold(set, {session.id, session.version, session.status, answer});
  return answer;
}

}  // namespace till::http
