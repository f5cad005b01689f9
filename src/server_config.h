// The configuration in the terms of the parts that Server puts together. Private to the root.
#pragma once

#include <string>
#include <vector>

#include "app/store.h"
#include "checkout/seller_profile.h"
#include "cli/config.h"
#include "commerce/embedded/catalog.h"
#include "http/agents.h"
#include "net/http_server.h"
#include "webhooks/event.h"

namespace till {

Result<commerce::Catalog, std::string> load_catalog(const std::string& path);
checkout::SellerProfile seller_profile(const cli::Config& config, const commerce::Catalog& catalog);
std::vector<app::Store::StatedStock> stated_stock(const commerce::Catalog& catalog);
std::vector<http::Agent> agents_of(const cli::Config& config);
webhooks::RetrySchedule retry_schedule(const cli::WebhooksConfig& config);
net::ServerOptions api_options(const cli::Config& config);
net::ServerOptions admin_options(const cli::Config& config);

}  // namespace till
