// Subscription: what one subscriptions/listen asks to hear, and the messages that it is told.
#pragma once

#include <string>

#include "mcp/json_rpc.h"

namespace till::mcp {

// Each message carries the id of the request, so that several can share a pair of lines.
class Subscription {
 public:
  // Refused with invalid_params when the request does not say what to hear. Of what it names only
  // that is honoured which is told: that the list of products changed, where `products` are shown.
  static Result<Subscription, RpcError> of(const RpcMessage& request, bool products);

  const std::string& id() const { return id_; }
  bool hears_products() const { return products_; }
  // The first message: what of it is honoured.
  std::string acknowledged() const;
  std::string products_changed() const;
  // The answer to the request, which ends it.
  std::string ended() const;

 private:
  Subscription(std::string id, bool products) : id_(std::move(id)), products_(products) {}
  std::string meta() const;

  std::string id_;  // JSON.
  bool products_;
};

}  // namespace till::mcp
