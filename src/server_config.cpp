#include "server_config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include "cli/settings.h"
#include "payment_provider.h"

namespace till {
namespace {

http::SignatureKey::Algorithm algorithm_of(cli::SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case cli::SignatureAlgorithm::ed25519: return http::SignatureKey::Algorithm::ed25519;
    case cli::SignatureAlgorithm::es256: return http::SignatureKey::Algorithm::es256;
    case cli::SignatureAlgorithm::hmac_sha256: break;
  }
  return http::SignatureKey::Algorithm::hmac_sha256;
}

// What the buyer is asked, for a channel of the config.
checkout::MarketingOption marketing_option(const std::string& channel,
                                           const cli::ShopConfig& shop) {
  std::string way = channel;
  if (channel == "email") way = "e-mail";
  if (channel == "sms") way = "text message";
  if (channel == "whatsapp") way = "WhatsApp";
  return {channel, "News and offers from " + shop.merchant_name + " by " + way,
          shop.url + "/privacy"};
}

// Answers are never anything but what they say; and a shop over TLS stays over TLS.
std::vector<net::Header> fixed_headers(bool tls) {
  std::vector<net::Header> headers{{"X-Content-Type-Options", "nosniff"}};
  if (tls) headers.push_back({"Strict-Transport-Security", "max-age=31536000"});
  return headers;
}

}  // namespace

Result<commerce::Catalog, std::string> load_catalog(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::string block(64 * 1024, '\0');
  while (file.read(block.data(), std::ssize(block)) || file.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(file.gcount()));
  }
  // A folder can be opened; that it cannot be read shows only now.
  if (!file.eof()) return refused("cannot read the catalogue " + path + "; mend [shop] catalog");
  auto catalog = commerce::parse_catalog(text);
  if (!catalog) return refused(path + ": " + catalog.error().text());
  return std::move(*catalog);
}

CatalogCounts counts_of(const commerce::Catalog& catalog) {
  const std::size_t ways =
      catalog.shipping.size() + catalog.pickup.size() + catalog.local_delivery.size();
  return {std::ssize(catalog.items), static_cast<std::int64_t>(ways), std::ssize(catalog.taxes),
          std::ssize(catalog.discounts), std::ssize(catalog.quotes)};
}

std::string text_of(const CatalogCounts& counts) {
  return std::to_string(counts.items) + " items, " + std::to_string(counts.ways) +
         " ways to get them, " + std::to_string(counts.taxes) + " tax rates, " +
         std::to_string(counts.discounts) + " discounts, " + std::to_string(counts.quotes) +
         " quotes";
}

checkout::SellerProfile seller_profile(const cli::Config& config,
                                       const commerce::Catalog& catalog) {
  checkout::SellerProfile profile;
  profile.merchant_id = config.shop.merchant_id;
  profile.merchant_name = config.shop.merchant_name;
  profile.public_url = config.listen.public_url.empty()
                           ? config.listen.api.url(!config.listen.plaintext)
                           : config.listen.public_url;
  profile.shop_url = config.shop.url;
  describe_payment(config, profile);
  profile.capabilities = config.capabilities;
  profile.currencies = catalog.currencies();
  profile.serves_mcp = config.mcp.enabled;
  profile.session_lifetime = config.shop.session_lifetime;
  profile.cart_lifetime = config.shop.cart_lifetime;
  profile.exemptions = config.tax.exemptions;
  profile.policy = config.policy;
  for (const std::string& channel : config.shop.marketing_channels) {
    profile.marketing_options.push_back(marketing_option(channel, config.shop));
  }
  return profile;
}

std::vector<app::Store::StatedStock> stated_stock(const commerce::Catalog& catalog) {
  std::vector<app::Store::StatedStock> stock;
  for (const commerce::CatalogItem& item : catalog.items) {
    if (!item.digital) stock.push_back({item.id, item.stock});
  }
  return stock;
}

std::vector<http::Agent> agents_of(const cli::Config& config) {
  std::vector<http::Agent> agents;
  for (const cli::AgentConfig& known : config.agents) {
    http::Agent agent{known.id, known.token_digests, std::nullopt};
    if (known.signature) {
      agent.signature_key =
          http::SignatureKey{algorithm_of(known.signature->algorithm), known.signature->key};
    }
    agents.push_back(std::move(agent));
  }
  return agents;
}

app::AgentPolicies::ByAgent policies_of(const std::vector<cli::AgentConfig>& agents) {
  app::AgentPolicies::ByAgent policies;
  for (const cli::AgentConfig& agent : agents) policies[agent.id] = {agent.trusts_log_ins};
  return policies;
}

std::shared_ptr<const console::Operators> operators_of(const cli::Config& config) {
  using console::Right;
  std::vector<console::Operator> operators;
  if (config.admin_token_digest) {
    operators.push_back({cli::kSingleOperator,
                         {*config.admin_token_digest},
                         {Right::view, Right::fulfil, Right::refund, Right::configure}});
  }
  for (const cli::OperatorConfig& known : config.operators) {
    console::Operator made{known.name, known.token_digests, {}};
    for (const std::string& name : known.rights) {
      if (const auto right = console::right_named(name)) made.rights.push_back(*right);
    }
    operators.push_back(std::move(made));
  }
  return std::make_shared<const console::Operators>(std::move(operators));
}

void tell_what_needs_a_restart(Log& log, const cli::Config& running, const cli::Config& written) {
  std::string keys;
  for (const std::string& key : cli::changed_at_restart(running.settings, written.settings)) {
    keys += (keys.empty() ? "" : ", ") + key;
  }
  if (keys.empty()) return;
  log.write(LogLevel::warning, "restart_needed", {{"settings", std::string_view(keys)}});
}

webhooks::RetrySchedule retry_schedule(const cli::WebhooksConfig& config) {
  webhooks::RetrySchedule schedule;
  for (const std::chrono::seconds wait : config.retry) schedule.waits.emplace_back(wait);
  return schedule;
}

net::ServerOptions api_options(const cli::Config& config) {
  net::ServerOptions options;
  options.fixed_headers = fixed_headers(!config.listen.plaintext);
  options.host = config.listen.api.host;
  options.port = config.listen.api.port;
  if (!config.listen.plaintext) options.tls = net::TlsFiles{config.tls.certificate, config.tls.key};
  options.threads = config.listen.threads > 0 ? static_cast<unsigned>(config.listen.threads)
                                              : std::max(1U, std::thread::hardware_concurrency());
  options.max_connections = static_cast<std::size_t>(config.limits.max_connections);
  options.max_connections_per_peer = static_cast<std::size_t>(config.limits.connections_per_peer());
  options.header_timeout =
      std::min<std::chrono::milliseconds>(config.limits.request_timeout, options.header_timeout);
  options.body_timeout = config.limits.request_timeout;
  options.trusted_proxies = config.listen.trusted_proxies;
  options.echoed_headers = {"Idempotency-Key", "Request-Id"};  // TR-07, TR-08
  return options;
}

net::ServerOptions admin_options(const cli::Config& config) {
  net::ServerOptions options;
  options.fixed_headers = fixed_headers(false);
  options.host = config.listen.admin.host;
  options.port = config.listen.admin.port;
  options.max_connections = options.max_connections_per_peer = 64;
  options.max_bytes_under_way = 8 * options.max_body_bytes;
  options.trusted_proxies = config.listen.trusted_proxies;
  return options;
}

}  // namespace till
