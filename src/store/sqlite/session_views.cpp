// What the SQLite store tells operators of sessions, and the small table that it is told from.
#include "store/session_views.h"

#include <utility>
#include <vector>

#include "store/codec/codec.h"
#include "store/sqlite/batch_writer.h"
#include "store/sqlite/reader.h"

namespace till::store {
namespace {

// Sessions looked at for one page, so that a filter that fits few does not read them all.
constexpr std::size_t kMostViewed = 1'000;
// Of sessions that were open before the table was there, until they are looked at.
constexpr std::int64_t kUnknownStatus = -1;

// Newest first; the keys begin with the ids, and are read from their index alone.
constexpr const char* kAny =
    "SELECT substr(key, 1, 16) FROM session_versions WHERE key < ?1 ORDER BY key DESC";
constexpr const char* kAwaited =
    "SELECT session FROM awaited WHERE status = ?2 AND session < ?1 ORDER BY session DESC";
constexpr const char* kPaying =
    "SELECT session FROM open_attempts JOIN attempts USING (id) WHERE session < ?1 "
    "ORDER BY session DESC";

}  // namespace

app::StoreResult<std::vector<SessionId>> Reader::ids_to_view(const app::SessionFilter& filter,
                                                             const SessionId& before) {
  const bool paying = filter.status == checkout::Status::complete_in_progress;
  const bool awaited = filter.status && is_awaited(*filter.status);
  Statement next = database_.prepare(paying ? kPaying : awaited ? kAwaited : kAny);
  next.bind(1, before.bytes);
  if (awaited) next.bind(2, static_cast<std::int64_t>(*filter.status));
  std::vector<SessionId> ids;
  while (ids.size() <= kMostViewed && next.step()) {
    const auto id = next.id<SessionId>(0);
    if (ids.empty() || ids.back() != id) ids.push_back(id);  // A session has many versions.
  }
  if (next.failed()) return refused(app::StoreFailure::failed);
  return ids;
}

app::StoreResult<app::SessionPage> Reader::sessions(const app::SessionFilter& filter) {
  const auto ids = ids_to_view(filter, first_before(filter));
  if (!ids) return refused(ids.error());
  app::SessionPage page;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    if (page.sessions.size() == filter.limit || i == kMostViewed) {
      page.next = ids->at(i - 1);
      return page;
    }
    auto session = newest(ids->at(i));
    if (!session) return refused(session.error());
    if (!*session) continue;
    if (ends(**session, filter)) return page;
    if (fits(**session, filter)) page.sessions.push_back(std::move(*session));
  }
  return page;
}

// Most changes of a session leave its row, or that it has none, as it is.
void BatchWriter::list_awaited(const checkout::Session* before, const checkout::Session& next) {
  const bool was = before != nullptr && is_awaited(before->status);
  const bool is = is_awaited(next.status);
  if (was && is && before->status == next.status) return;
  if (was) unlist_awaited(*before);
  if (!is) return;
  add_awaited_.bind(1, static_cast<std::int64_t>(next.status)).bind(2, next.id.bytes);
  note(add_awaited_.run());
}

void BatchWriter::unlist_awaited(const checkout::Session& session) {
  if (!is_awaited(session.status)) return;
  drop_awaited_.bind(1, static_cast<std::int64_t>(session.status)).bind(2, session.id.bytes);
  note(drop_awaited_.run());
}

bool BatchWriter::load_awaited() {
  Statement unknown = database_.prepare("SELECT session FROM awaited WHERE status = ?1");
  std::vector<SessionId> open;
  unknown.bind(1, kUnknownStatus);
  while (unknown.step()) open.push_back(unknown.id<SessionId>(0));
  if (unknown.failed()) return false;
  unknown.reset();
  if (open.empty()) return true;
  Statement known = database_.prepare("DELETE FROM awaited WHERE status = ?1");
  if (!begin()) return false;
  for (const SessionId& id : open) {
    if (const auto head = newest(id)) list_awaited(nullptr, *head);
  }
  return fine_ && known.bind(1, kUnknownStatus).run() && commit_.run();
}

}  // namespace till::store
