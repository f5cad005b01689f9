#include "wire/rendered_sessions.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace till::wire {

RenderedSessions::RenderedSessions(std::size_t most, std::size_t bytes)
    : sets_(std::max<std::size_t>(1, most / std::tuple_size_v<decltype(Set::entries)>)),
      set_bytes_(bytes / sets_.size()) {}

bool RenderedSessions::Entry::answers(checkout::DialectId asked_in,
                                      const checkout::Session& asked) const {
  return answer && session == asked.id && version == asked.version && status == asked.status &&
         dialect == asked_in;
}

RenderedSessions::Set& RenderedSessions::set_of(const SessionId& id) {
  std::size_t chance = 0;  // The end of an id is random.
  std::memcpy(&chance, id.bytes.data() + id.bytes.size() - sizeof chance, sizeof chance);
  return sets_[chance % sets_.size()];
}

std::shared_ptr<const std::string> RenderedSessions::find(checkout::DialectId dialect,
                                                          const checkout::Session& session) {
  Set& set = set_of(session.id);
  const std::lock_guard lock(set.mutex);
  for (auto entry = set.entries.begin(); entry != set.entries.end(); ++entry) {
    if (!entry->answers(dialect, session)) continue;
    std::rotate(set.entries.begin(), entry, entry + 1);
    return set.entries.front().answer;
  }
  return nullptr;
}

void RenderedSessions::hold(checkout::DialectId dialect, const checkout::Session& session,
                            std::shared_ptr<const std::string> answer) {
  if (answer->size() > set_bytes_) return;
  Entry entry{session.id, session.version, dialect, session.status, std::move(answer)};
  decltype(Set::entries) dropped;  // Freed after the lock is.
  Set& set = set_of(session.id);
  const std::lock_guard lock(set.mutex);
  // Who asks in two dialects keeps both answers.
  const auto same = [&](const Entry& held) {
    return held.session == entry.session && held.dialect == entry.dialect;
  };
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

}  // namespace till::wire
