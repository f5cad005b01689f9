// Listeners: the streams of agents that asked to hear of changes (subscriptions/listen).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mcp/request_stream.h"
#include "mcp/subscription.h"

namespace till::mcp {

// Holds no stream: one is over when its connection is. Any thread may call.
class Listeners {
 public:
  explicit Listeners(std::size_t of_an_agent = kOfAnAgent) : most_(of_an_agent) {}

  // A stream that begins with what is honoured of the subscription. Null when the agent has as many
  // as it may.
  std::shared_ptr<RequestStream> open(const std::string& agent, Subscription subscription,
                                      std::shared_ptr<const net::Peer> peer);
  // Tells those who asked for it that the products are others now.
  void products_changed();
  // Ends the streams of an agent.
  void end(const std::string& agent);

  static constexpr std::size_t kOfAnAgent = 256;
  // What one holds at the most for a client that does not read: each of its three messages once,
  // with an id of Incoming::kIdBytes in each.
  static constexpr std::size_t kHeldBytes = 2048;

 private:
  struct Listener {
    Subscription subscription;
    std::weak_ptr<RequestStream> stream;
  };

  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Listener>> agents_;
};

}  // namespace till::mcp
