#include "assembly/agent_receivers.h"

#include <chrono>
#include <utility>

namespace till::assembly {

webhooks::RetrySchedule retry_schedule(const cli::WebhooksConfig& config) {
  webhooks::RetrySchedule schedule;
  for (const std::chrono::seconds wait : config.retry) schedule.waits.emplace_back(wait);
  return schedule;
}

Result<void, std::string> AgentReceivers::prepare(const std::vector<cli::AgentConfig>& agents) {
  for (const cli::AgentConfig& agent : agents) {
    if (agent.webhook_url.empty() || clients_.contains(agent.webhook_ca_file)) continue;
    net::ClientOptions options;
    options.ca_file = agent.webhook_ca_file;
    options.timeout = options.answer_timeout = config_.timeout;
    options.open_networks = config_.allow_networks;
    auto client = net::HttpClient::create(options);
    if (!client) return refused(client.error());
    clients_[agent.webhook_ca_file] = std::move(*client);
  }
  return {};
}

net::HttpClient& AgentReceivers::client_for(const std::string& url) {
  for (const cli::AgentConfig& agent : agents_) {
    if (agent.webhook_url == url) return *clients_.at(agent.webhook_ca_file);
  }
  return *clients_.begin()->second;
}

std::optional<app::WebhookTarget> AgentReceivers::target_of(const std::string& agent_id) const {
  for (const cli::AgentConfig& agent : agents_) {
    if (agent.id != agent_id || agent.webhook_url.empty()) continue;
    return app::WebhookTarget{agent.webhook_url, agent.webhook_secret,
                              agent.webhook_previous_secret};
  }
  return std::nullopt;
}

}  // namespace till::assembly
