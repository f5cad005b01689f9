#include "http/rendered_sessions.h"

#include <cstring>

namespace till::http {

RenderedSessions::RenderedSessions(const wire::SessionRenderer& renderer, std::size_t places)
    : renderer_(renderer), places_(places) {}

std::string RenderedSessions::render(const checkout::SessionPtr& session) {
  std::size_t chance = 0;  // The end of an id is random.
  std::memcpy(&chance, session->id.bytes.data() + session->id.bytes.size() - sizeof chance,
              sizeof chance);
  Place& place = places_[chance % places_.size()];
  {
    const std::lock_guard lock(place.mutex);
    if (place.session == session) return place.answer;
  }
  std::string answer = renderer_.render(*session);
  checkout::SessionPtr dropped = session;  // Freed after the lock is.
  const std::lock_guard lock(place.mutex);
  place.session.swap(dropped);
  place.answer = answer;
  return answer;
}

}  // namespace till::http
