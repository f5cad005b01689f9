// What the store in memory tells operators.
#include <utility>

#include "store/memory/memory_store.h"
#include "store/session_views.h"

namespace till::store {

Task<app::StoreResult<app::SessionPage>> MemoryStore::sessions(app::SessionFilter filter,
                                                               Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::SessionPage page;
  auto next = data_->versions.lower_bound({first_before(filter), 0});
  while (next != data_->versions.begin()) {
    const checkout::SessionPtr session = (--next)->second;
    next = data_->versions.lower_bound({session->id, 0});
    if (ends(*session, filter)) break;
    if (!fits(*session, filter)) continue;
    if (page.sessions.size() == filter.limit) {
      page.next = page.sessions.back()->id;
      break;
    }
    page.sessions.push_back(session);
  }
  co_return page;
}

}  // namespace till::store
