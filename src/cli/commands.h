// The commands that look at a config or talk to a running shop.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/agent_requests.h"
#include "cli/failure.h"
#include "cli/run.h"

namespace till::cli {

struct CheckOptions {
  std::string config;
};

struct BuyOptions {
  std::string env;
  std::vector<ItemChoice> items;
  std::string card = "4242424242424242";
  std::string webhook_listen;  // Empty: no webhook is waited for.
};

struct ListWebhooksOptions {
  std::string env;
  std::string state;  // Empty: all.
};

struct ReplayWebhooksOptions {
  std::string env;
  std::vector<std::string> ids;
  bool dead = false;  // All that were given up.
};

using Outcome = Result<void, Failure>;

// Each prints what it does to `out`.
Outcome check(const CheckOptions& options, const Composition& composition, std::ostream& out);
Outcome buy(const BuyOptions& options, std::ostream& out);
Outcome list_webhooks(const ListWebhooksOptions& options, std::ostream& out);
Outcome replay_webhooks(const ReplayWebhooksOptions& options, std::ostream& out);

}  // namespace till::cli
