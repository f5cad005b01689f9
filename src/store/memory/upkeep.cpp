// What the store in memory drops and forgets.
#include <algorithm>
#include <utility>

#include "app/event_receivers.h"
#include "checkout/erasure.h"
#include "store/erasing.h"
#include "store/memory/memory_store.h"

namespace till::store {

using app::EventState;

Task<app::StoreResult<std::size_t>> MemoryStore::prune(Timestamp now, app::Retention retention,
                                                       Executor&) {
  const std::lock_guard lock(data_->mutex);
  const Timestamp before = now + -retention.answers;
  std::size_t dropped = drop_records(before) + drop_versions(before);
  dropped += drop_sessions(now, retention);
  dropped += drop_events(now, retention);
  dropped += std::erase_if(data_->tokens,
                           [&](const auto& entry) { return is_due(entry.second, retention, now); });
  dropped += std::erase_if(data_->attempts,
                           [&](const auto& attempt) { return is_due(attempt, retention, now); });
  co_return dropped;
}

std::size_t MemoryStore::drop_events(Timestamp now, const app::Retention& retention) {
  return std::erase_if(data_->events, [&](const app::OutboxEvent& event) {
    const bool delivered = event.state == EventState::delivered;
    const auto kept = delivered ? retention.answers : retention.dead_events;
    const bool pending = event.state == EventState::pending;
    if (pending && app::row_of(event.receiver).until_taken) return false;
    const bool drops = event.created_at < now + -kept;
    if (drops && pending) data_->outbox.drop(event.id, party_of(event));
    return drops;
  });
}

std::size_t MemoryStore::drop_sessions(Timestamp now, const app::Retention& retention) {
  std::vector<checkout::SessionPtr> over;
  for (const auto& [key, session] : data_->versions) {
    const bool is_newest = newest(key.first)->version == key.second;
    if (is_newest && session->updated_at < now + -retention.answers) over.push_back(session);
  }
  std::size_t dropped = 0;
  for (const checkout::SessionPtr& session : over) {
    const app::Fate fate = app::fate_of(*session, retention, now);
    if (fate == app::Fate::kept) continue;
    ++dropped;
    if (fate == app::Fate::loses_buyer) {
      replace_newest(checkout::without_buyer(*session));
      continue;
    }
    data_->versions.erase({session->id, session->version});
    data_->deadlines.erase(session->id);
    data_->holds.erase(session->id);  // What the shop may hold has ended by itself since.
    data_->hold_leases.forget(session->id);
  }
  return dropped;
}

void MemoryStore::replace_newest(const checkout::Session& session) {
  auto next = std::make_shared<checkout::Session>(session);
  ++next->version;
  data_->versions[{next->id, next->version}] = next;
  forget_versions_before({next->id, next->version});
}

void MemoryStore::forget_versions_before(const VersionKey& newest) {
  data_->versions.erase(data_->versions.lower_bound({newest.first, 0}),
                        data_->versions.lower_bound(newest));
}

void MemoryStore::forget_approval_token(const SessionId& id) {
  for (auto at = data_->versions.lower_bound({id, 0}); at != data_->versions.end(); ++at) {
    if (at->first.first != id) break;
    if (at->second->approval) at->second = without_approval_token(*at->second);
  }
}

Task<app::StoreResult<app::BuyerPage>> MemoryStore::sessions_of_buyer(std::string email,
                                                                      std::uint64_t, Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::BuyerPage page;
  for (const auto& [key, session] : data_->versions) {
    if (checkout::holds_email(*session, email)) page.sessions.push_back(key.first);
  }
  co_return page;
}

void MemoryStore::erase_tokens(const SessionId& id) {
  for (auto entry = data_->tokens.begin(); entry != data_->tokens.end();) {
    const bool theirs = is_made_for(entry->second, id);
    const auto left = theirs ? erased_token(entry->second) : entry->second;
    if (left) {
      entry->second = *left;
      ++entry;
    } else {
      entry = data_->tokens.erase(entry);
    }
  }
}

void MemoryStore::erase_events(const checkout::Session& erased, const app::OrderEvents& events) {
  const OrderId order = erased.order->id;
  std::erase_if(data_->events, [&](app::OutboxEvent& event) {
    if (event.order != order) return false;
    auto left = events.without_buyer(event, erased);
    if (left) {
      event.body = std::move(*left);
    } else if (event.state == EventState::pending) {
      data_->outbox.drop(event.id, party_of(event));
    }
    return !left;
  });
  data_->outbox.forget_bodies(order);
}

Task<app::StoreResult<std::vector<SessionId>>> MemoryStore::erase_buyer(
    std::vector<SessionId> sessions, Timestamp now, const app::OrderEvents& events, Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<SessionId> left;
  for (const SessionId& id : sessions) {
    const auto session = newest(id);
    if (!session || !checkout::is_over(session->status)) {
      left.push_back(id);
      continue;
    }
    const checkout::Session erased = erased_session(*session, now);
    replace_newest(erased);
    erase_tokens(id);
    if (!erased.order) continue;
    data_->orders[erased.order->id] = *erased.order;
    erase_events(erased, events);
  }
  co_return left;
}

}  // namespace till::store
