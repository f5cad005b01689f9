// AgentReceivers: where agents hear of their orders, and the clients that reach them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/dispatcher.h"
#include "base/result.h"
#include "cli/config.h"
#include "net/http_client.h"
#include "webhooks/event.h"

namespace till::assembly {

webhooks::RetrySchedule retry_schedule(const cli::WebhooksConfig& config);

// Used on the loop's thread once the loop runs.
class AgentReceivers {
 public:
  explicit AgentReceivers(cli::WebhooksConfig config) : config_(std::move(config)) {}

  // Makes the clients that these agents need; none ever goes. Refused with a sentence.
  Result<void, std::string> prepare(const std::vector<cli::AgentConfig>& agents);
  // Takes over the agents, for whom everything is prepared.
  void take_over(std::vector<cli::AgentConfig> agents) { agents_ = std::move(agents); }

  // The client that trusts what the receiver of this URL needs.
  net::HttpClient& client_for(const std::string& url);
  std::optional<app::WebhookTarget> target_of(const std::string& agent_id) const;

 private:
  cli::WebhooksConfig config_;
  std::vector<cli::AgentConfig> agents_;
  std::map<std::string, std::unique_ptr<net::HttpClient>> clients_;  // By authorities trusted.
};

}  // namespace till::assembly
