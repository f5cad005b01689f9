#include "assembly/doors.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/store.h"
#include "assembly/callers.h"

namespace till::assembly {
namespace {

// Answers are never anything but what they say; and a shop over TLS stays over TLS.
std::vector<net::Header> fixed_headers(bool tls) {
  std::vector<net::Header> headers{{"X-Content-Type-Options", "nosniff"}};
  if (tls) headers.push_back({"Strict-Transport-Security", "max-age=31536000"});
  return headers;
}

console::AdminDependencies admin_dependencies(Shop& shop, ServerState state) {
  return {shop.store(),
          shop.store(),
          shop.store(),
          shop.store(),
          shop.dispatcher(),
          shop.loop(),
          [&shop] { return shop.alive(); },
          [&shop, draining = std::move(state.draining)] { return !draining() && shop.alive(); },
          std::move(state.metrics),
          shop.orders(),
          shop.service(),
          shop.renderer(),
          shop.audit(),
          shop.clock(),
          shop.ids(),
          shop.log(),
          shop.buyers(),
          shop.stock(),
          &shop.shop_orders()};
}

std::list<ProviderWebhook> webhooks_of(Shop& shop) {
  std::list<ProviderWebhook> webhooks;
  for (const auto& provider : shop.providers().all) {
    const payments::Webhook* const webhook = provider->webhook();
    if (webhook == nullptr || !webhook->is_open()) continue;
    webhooks.emplace_back(provider->name(), *webhook, shop.provider_events(), shop.clock(),
                          shop.log());
  }
  return webhooks;
}

}  // namespace

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

PublicDoor::PublicDoor(Shop& shop)
    : shop_(shop),
      limiter_({shop.config().limits.requests_per_second, shop.config().limits.burst}),
      webhooks_(webhooks_of(shop)),
      feeds_(shop.config().feeds.secret, feed_places(shop.config())),
      api_(api_dependencies(), std::make_shared<const http::Agents>(agents_of(shop.config()))) {
  if (!shop.config().mcp.enabled) return;
  mcp_.emplace(shop, AgentAccess([this] { return api_.agents(); }, limiter_, api_.seen_signatures(),
                                 shop.clock(), reporting_of(shop)));
}

http::ApiDependencies PublicDoor::api_dependencies() {
  http::ApiDependencies api{shop_.desk(),
                            shop_.orders(),
                            shop_.profile(),
                            shop_.clock(),
                            shop_.ids(),
                            shop_.log(),
                            shop_.request_metrics(),
                            limiter_,
                            {}};
  api.guarded_clock = &shop_.guarded_clock();
  api.feeds = &feeds_;
  for (ProviderWebhook& webhook : webhooks_) api.provider_paths.push_back(webhook.path());
  return api;
}

Result<std::unique_ptr<net::HttpServer>, std::string> PublicDoor::listen() {
  net::ServerOptions options = api_options(shop_.config());
  options.refuse_body = [this](const net::Request& head) { return refuse_body(head); };
  options.sender_of = [this](const net::Request& head) { return api_.sender_of(head); };
  return net::HttpServer::listen(
      std::move(options),
      [this](net::Request&& request, Executor& executor) {
        return handle(std::move(request), executor);
      },
      [this](int status) { return api_.error(status); }, shop_.log());
}

bool PublicDoor::is_for_mcp(const net::Request& request) const {
  return mcp_ && mcp::Endpoint::serves(request.path);
}

Task<net::Response> PublicDoor::handle(net::Request&& request, Executor& executor) {
  if (is_for_mcp(request)) return mcp_->endpoint().handle(std::move(request), executor);
  return api_.answer(request, executor);
}

std::optional<net::Response> PublicDoor::refuse_body(const net::Request& head) {
  return is_for_mcp(head) ? mcp_->endpoint().refuse_body(head) : api_.refuse_body(head);
}

void PublicDoor::take_over(const cli::Config& config) { take_over_agents(agents_of(config)); }

// Whose tokens are revoked is cut off at once.
void PublicDoor::take_over_agents(std::vector<http::Agent> changed) {
  const auto agents = std::make_shared<const http::Agents>(std::move(changed));
  const auto before = api_.agents();
  api_.set_agents(agents);
  if (!mcp_) return;
  for (const std::string& id : http::revoked(*before, *agents)) {
    mcp_->endpoint().cut_off(id, agents->find(id) == nullptr);
  }
}

void PublicDoor::offer_changed(const Offer& offer) {
  api_.set_currencies(offer.currencies);
  products_changed();
}

void PublicDoor::products_changed() {
  if (mcp_) mcp_->endpoint().products_changed();
}

AdminDoor::AdminDoor(Shop& shop, ServerState state)
    : shop_(shop), api_(admin_dependencies(shop, std::move(state)), operators_of(shop.config())) {}

Result<std::unique_ptr<net::HttpServer>, std::string> AdminDoor::listen() {
  net::ServerOptions options = admin_options(shop_.config());
  options.refuse_body = [this](const net::Request& head) { return api_.refuse_body(head); };
  return net::HttpServer::listen(
      std::move(options),
      [this](net::Request&& request, Executor& executor) {
        return api_.handle(std::move(request), executor);
      },
      [this](int status) { return api_.error(status); }, shop_.log());
}

void AdminDoor::take_over(const cli::Config& config) { api_.set_operators(operators_of(config)); }

}  // namespace till::assembly
