// The configuration in the terms of the parts that Server puts together.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/agent_policies.h"
#include "app/ports/stock.h"
#include "checkout/seller_profile.h"
#include "cli/config.h"
#include "commerce/embedded/catalog.h"
#include "console/operators.h"
#include "http/agents.h"
#include "net/http_server.h"
#include "webhooks/event.h"

namespace till {

// Refused with all of its faults in one line.
Result<commerce::Catalog, std::string> load_catalog(const std::string& path);

// How much a catalogue holds, so that a list that was emptied by mistake is seen.
struct CatalogCounts {
  std::int64_t items = 0;
  std::int64_t ways = 0;
  std::int64_t taxes = 0;
  std::int64_t discounts = 0;
  std::int64_t quotes = 0;
};
CatalogCounts counts_of(const commerce::Catalog& catalog);
std::string text_of(const CatalogCounts& counts);

checkout::SellerProfile seller_profile(const cli::Config& config, const commerce::Catalog& catalog);
std::vector<app::Stock::StatedStock> stated_stock(const commerce::Catalog& catalog);
// How far each agent is trusted.
app::AgentPolicies::ByAgent policies_of(const std::vector<cli::AgentConfig>& agents);
std::vector<http::Agent> agents_of(const cli::Config& config);
std::shared_ptr<const console::Operators> operators_of(const cli::Config& config);
// A line in the log that names the settings which differ and wait for a restart, if there are any.
void tell_what_needs_a_restart(Log& log, const cli::Config& running, const cli::Config& written);
webhooks::RetrySchedule retry_schedule(const cli::WebhooksConfig& config);
net::ServerOptions api_options(const cli::Config& config);
net::ServerOptions admin_options(const cli::Config& config);

}  // namespace till
