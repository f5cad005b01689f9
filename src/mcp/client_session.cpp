#include "mcp/client_session.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace till::mcp {

std::shared_ptr<EventLog> ClientSession::open_stream() {
  const std::lock_guard lock(mutex_);
  const auto finished = [](const std::shared_ptr<EventLog>& stream) { return stream->finished(); };
  auto kept = std::count_if(streams_.begin(), streams_.end(), finished);
  for (; kept > static_cast<std::ptrdiff_t>(kKeptStreams); --kept) {
    streams_.erase(std::find_if(streams_.begin(), streams_.end(), finished));
  }
  if (streams_.size() - static_cast<std::size_t>(kept) >= kStreams) return nullptr;
  streams_.push_back(std::make_shared<EventLog>(++last_stream_, kept_));
  return streams_.back();
}

std::shared_ptr<EventLog> ClientSession::own_stream() {
  const std::lock_guard lock(mutex_);
  if (!own_) own_ = std::make_shared<EventLog>(1);
  if (closed_) own_->finish();
  return own_;
}

std::shared_ptr<EventLog> ClientSession::find_stream(EventPlace place) {
  if (place.stream == 1) {
    auto own = own_stream();
    return place.number <= own->last() ? own : nullptr;
  }
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(streams_.begin(), streams_.end(), [&](const auto& stream) {
    return stream->stream() == place.stream && stream->keeps(place.number);
  });
  return found == streams_.end() ? nullptr : *found;
}

void ClientSession::end_readers() {
  const std::lock_guard lock(mutex_);
  if (own_) own_->end_reader();
  for (const auto& stream : streams_) stream->end_reader();
}

void ClientSession::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  if (own_) own_->finish();
  for (const auto& stream : streams_) stream->finish();
}

bool ClientSession::begin(const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  return requests_.size() < kRequests && requests_.try_emplace(request_id, false).second;
}

void ClientSession::cancel(const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  const auto found = requests_.find(request_id);
  if (found != requests_.end()) found->second = true;
}

bool ClientSession::is_cancelled(const std::string& request_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = requests_.find(request_id);
  return found != requests_.end() && found->second;
}

bool ClientSession::end(const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  const auto found = requests_.find(request_id);
  if (found == requests_.end()) return false;
  const bool cancelled = found->second;
  requests_.erase(found);
  return cancelled;
}

void ClientSessions::drop_first(OfAgent& agent) {
  Entry& first = agent.by_use.front();
  first.session->close();
  agent.by_id.erase(first.session->id());
  agent.by_use.pop_front();
}

std::shared_ptr<ClientSession> ClientSessions::open(const std::string& agent, std::string id,
                                                    Version version, Timestamp now) {
  const std::lock_guard lock(mutex_);
  OfAgent& known = agents_[agent];
  auto session = std::make_shared<ClientSession>(std::move(id), version, known.kept);
  const auto is_over = [&] { return known.by_use.front().used_at + bounds_.idle <= now; };
  while (!known.by_use.empty() && is_over()) drop_first(known);
  if (known.by_use.size() >= bounds_.of_an_agent) drop_first(known);
  const auto place = known.by_use.insert(known.by_use.end(), {session, now});
  known.by_id.emplace(session->id(), place);
  return session;
}

std::shared_ptr<ClientSession> ClientSessions::find(const std::string& agent, std::string_view id,
                                                    Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto known = agents_.find(agent);
  if (known == agents_.end()) return nullptr;
  const auto found = known->second.by_id.find(id);
  if (found == known->second.by_id.end()) return nullptr;
  const auto entry = found->second;
  if (entry->used_at + bounds_.idle <= now) return nullptr;
  entry->used_at = now;
  known->second.by_use.splice(known->second.by_use.end(), known->second.by_use, entry);
  return entry->session;
}

bool ClientSessions::end(const std::string& agent, std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto known = agents_.find(agent);
  if (known == agents_.end()) return false;
  const auto found = known->second.by_id.find(id);
  if (found == known->second.by_id.end()) return false;
  found->second->session->close();
  known->second.by_use.erase(found->second);
  known->second.by_id.erase(found);
  return true;
}

void ClientSessions::cut_off(const std::string& agent, bool gone) {
  const std::lock_guard lock(mutex_);
  const auto known = agents_.find(agent);
  if (known == agents_.end()) return;
  for (const Entry& entry : known->second.by_use) {
    entry.session->end_readers();
    if (gone) entry.session->close();
  }
  if (gone) agents_.erase(known);
}

void ClientSessions::announce(std::string_view message) {
  std::vector<std::shared_ptr<ClientSession>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [agent, known] : agents_) {
      for (const Entry& entry : known.by_use) all.push_back(entry.session);
    }
  }
  for (const auto& session : all) session->own_stream()->push(message);
}

std::size_t ClientSessions::size() const {
  const std::lock_guard lock(mutex_);
  std::size_t size = 0;
  for (const auto& [agent, known] : agents_) size += known.by_use.size();
  return size;
}

}  // namespace till::mcp
