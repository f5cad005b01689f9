#include "app/buyers.h"

#include <algorithm>
#include <set>
#include <utility>

namespace till::app {
namespace {

constexpr std::size_t kMostAtOnce = 100;  // Sessions in one answer (roughly) and in one erasure.

}  // namespace

Task<StoreResult<BuyerSessions>> Buyers::find(std::string email, std::uint64_t from,
                                              Executor& executor) {
  BuyerSessions found;
  found.next = from;
  std::set<SessionId> seen;
  while (found.next && found.sessions.size() < kMostAtOnce) {
    auto page = co_await data_.sessions_of_buyer(email, *found.next, executor);
    if (!page) co_return refused(page.error());
    for (const SessionId& id : page->sessions) {
      if (!seen.insert(id).second) continue;
      auto loaded = co_await sessions_.load(id, std::nullopt, executor);
      if (!loaded) co_return refused(loaded.error());
      if (loaded->session) found.sessions.push_back(loaded->session);
    }
    found.next = page->next;
    co_await resume_on(executor);  // Lets requests in between two pages.
  }
  co_return found;
}

Task<StoreResult<std::vector<SessionId>>> Buyers::all_of(std::string email, Executor& executor) {
  std::set<SessionId> all;
  for (std::optional<std::uint64_t> next = 0; next;) {
    auto page = co_await data_.sessions_of_buyer(email, *next, executor);
    if (!page) co_return refused(page.error());
    all.insert(page->sessions.begin(), page->sessions.end());
    next = page->next;
    co_await resume_on(executor);
  }
  co_return std::vector<SessionId>(all.begin(), all.end());
}

Task<StoreResult<ErasedBuyer>> Buyers::erase(std::string email, Executor& executor) {
  auto theirs = co_await all_of(std::move(email), executor);
  if (!theirs) co_return refused(theirs.error());
  ErasedBuyer erased;
  for (const SessionId& id : *theirs) {
    co_await checkout_.end(id, executor);
    auto loaded = co_await sessions_.load(id, std::nullopt, executor);
    if (!loaded) co_return refused(loaded.error());
    if (loaded->session && loaded->session->order) ++erased.orders;
  }
  erased.sessions = theirs->size();
  // Also when nothing was found: what an earlier erasure could not take off the disk goes now.
  for (std::size_t at = 0; at == 0 || at < theirs->size(); at += kMostAtOnce) {
    const auto first = theirs->begin() + static_cast<std::ptrdiff_t>(at);
    const auto last =
        first + static_cast<std::ptrdiff_t>(std::min(kMostAtOnce, theirs->size() - at));
    std::vector<SessionId> some(first, last);
    auto left = co_await data_.erase_buyer(std::move(some), clock_.now(), events_, executor);
    if (!left) co_return refused(left.error());
    erased.left.insert(erased.left.end(), left->begin(), left->end());
  }
  erased.sessions -= erased.left.size();
  co_return erased;
}

}  // namespace till::app
