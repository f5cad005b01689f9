// Doors: what a shop is reached through over HTTP, and the listeners of the configuration.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assembly/mcp_door.h"
#include "assembly/provider_webhook.h"
#include "assembly/shop.h"
#include "console/admin_api.h"
#include "http/api.h"
#include "http/feed_pages.h"
#include "http/rate_limiter.h"
#include "net/http_server.h"

namespace till::assembly {

net::ServerOptions api_options(const cli::Config& config);
net::ServerOptions admin_options(const cli::Config& config);

// What agents, buyers and payment providers reach: REST, MCP when the config serves it, and the
// providers' webhooks. Any thread may call; the shop must outlive it and every call.
class PublicDoor {
 public:
  explicit PublicDoor(Shop& shop);

  // The listener of the config; nothing is served before its start(). The door must outlive it.
  Result<std::unique_ptr<net::HttpServer>, std::string> listen();
  // The request must live until the Task has ended.
  Task<net::Response> handle(net::Request&& request, Executor& executor);
  // No answer of a stream is being worked on any more.
  bool idle() const { return !mcp_ || mcp_->endpoint().idle(); }

  // Takes over the agents of another config.
  void take_over(const cli::Config& config);
  void offer_changed(const Offer& offer);
  void products_changed();

 private:
  http::ApiDependencies api_dependencies();
  std::optional<net::Response> refuse_body(const net::Request& head);
  bool is_for_mcp(const net::Request& request) const;
  void take_over_agents(std::vector<http::Agent> changed);

  Shop& shop_;
  http::RateLimiter limiter_;
  std::list<ProviderWebhook> webhooks_;  // Of the providers that report; the API refers to them.
  http::FeedPages feeds_;
  http::Api api_;
  std::optional<McpDoor> mcp_;
};

// What the admin listener asks of the server around it.
struct ServerState {
  std::function<bool()> draining;
  std::function<std::string()> metrics;  // In Prometheus' text format.
};

// What operators reach. Any thread may call; the shop must outlive it and every call.
class AdminDoor {
 public:
  AdminDoor(Shop& shop, ServerState state);

  // As of PublicDoor.
  Result<std::unique_ptr<net::HttpServer>, std::string> listen();
  Task<net::Response> handle(net::Request&& request, Executor& executor) {
    return api_.handle(std::move(request), executor);
  }

  // Takes over the operators of another config.
  void take_over(const cli::Config& config);

 private:
  Shop& shop_;
  console::AdminApi api_;
};

}  // namespace till::assembly
