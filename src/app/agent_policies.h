// AgentPolicies: how far the seller trusts each agent. Changed while the server runs.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace till::app {

struct AgentPolicy {
  bool trusts_log_ins = false;  // Its word that a buyer is logged in is believed.
};

// Any thread may call.
class AgentPolicies {
 public:
  using ByAgent = std::map<std::string, AgentPolicy>;

  // An agent that is not known is not trusted.
  AgentPolicy of(const std::string& agent) const {
    const auto policies = current();
    const auto found = policies->find(agent);
    return found == policies->end() ? AgentPolicy{} : found->second;
  }
  void replace(ByAgent policies) {
    auto next = std::make_shared<const ByAgent>(std::move(policies));
    const std::lock_guard lock(mutex_);
    policies_.swap(next);
  }

 private:
  std::shared_ptr<const ByAgent> current() const {
    const std::lock_guard lock(mutex_);
    return policies_;
  }
  mutable std::mutex mutex_;
  std::shared_ptr<const ByAgent> policies_ = std::make_shared<const ByAgent>();
};

}  // namespace till::app
