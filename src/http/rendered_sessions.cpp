#include "http/rendered_sessions.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace till::http {

RenderedSessions::RenderedSessions(const wire::SessionRenderer& renderer, std::size_t most)
    : renderer_(renderer),
      sets_(std::max<std::size_t>(1, most / std::tuple_size_v<decltype(Set::entries)>)) {}

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

void RenderedSessions::hold(Set& set, Entry entry) {
  const std::lock_guard lock(set.mutex);
  const auto same = [&](const Entry& held) { return held.session == entry.session; };
  auto place = std::find_if(set.entries.begin(), set.entries.end() - 1, same);
  std::swap(*place, entry);  // What is driven out is freed after the lock is.
  std::rotate(set.entries.begin(), place, place + 1);
}

std::shared_ptr<const std::string> RenderedSessions::render(const checkout::Session& session) {
  Set& set = set_of(session.id);
  if (auto held = find(set, session)) return held;
  auto answer = std::make_shared<const std::string>(renderer_.render(session));
  hold(set, {session.id, session.version, session.status, answer});
  return answer;
}

}  // namespace till::http
