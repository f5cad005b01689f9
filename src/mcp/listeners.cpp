#include "mcp/listeners.h"

#include <utility>

namespace till::mcp {

std::shared_ptr<RequestStream> Listeners::open(const std::string& agent, Subscription subscription,
                                               std::shared_ptr<const net::Peer> peer) {
  auto stream = std::make_shared<RequestStream>(std::move(peer), subscription.ended());
  stream->push(subscription.acknowledged());
  const std::lock_guard lock(mutex_);
  std::vector<Listener>& all = agents_[agent];
  std::erase_if(all, [](const Listener& one) { return one.stream.expired(); });
  if (all.size() >= most_) return nullptr;
  all.push_back({std::move(subscription), stream});
  return stream;
}

void Listeners::products_changed() {
  const std::lock_guard lock(mutex_);
  for (const auto& [agent, all] : agents_) {
    for (const Listener& one : all) {
      const auto stream = one.stream.lock();
      if (stream && one.subscription.hears_products()) {
        stream->push_once(one.subscription.products_changed());
      }
    }
  }
}

void Listeners::end(const std::string& agent) {
  std::vector<Listener> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto known = agents_.find(agent);
    if (known == agents_.end()) return;
    ended = std::move(known->second);
    agents_.erase(known);
  }
  for (const Listener& one : ended) {
    if (const auto stream = one.stream.lock()) stream->take_leave();
  }
}

}  // namespace till::mcp
