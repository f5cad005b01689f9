#include "server.h"

#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "app/background.h"
#include "app/checkout_service.h"
#include "app/dispatcher.h"
#include "app/order_service.h"
#include "commerce/embedded/embedded_commerce.h"
#include "console/admin_api.h"
#include "http/api.h"
#include "http/webhook_sender.h"
#include "net/event_loop.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "payment_provider.h"
#include "reloader.h"
#include "server_config.h"
#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"
#include "telemetry/metrics.h"
#include "telemetry/spdlog_log.h"

namespace till {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{20};
constexpr milliseconds kSettlePeriod{250};
constexpr milliseconds kExpirePeriod{1'000};
constexpr milliseconds kPrunePeriod{30'000};
constexpr milliseconds kDrainGrace{8'000};

// Metrics take both the use cases' reports and those of the API.
class RequestMetrics final : public http::RequestObserver {
 public:
  explicit RequestMetrics(telemetry::Metrics& metrics) : metrics_(metrics) {}
  void request_finished(std::string_view route, int status,
                        std::chrono::microseconds took) override {
    metrics_.request_finished(route, status, took);
  }

 private:
  telemetry::Metrics& metrics_;
};

// The store of the configuration, and how to ask whether it still works.
struct OpenedStore {
  std::unique_ptr<app::Store> store;
  std::function<bool()> alive;
};

Result<OpenedStore, std::string> open_store(const cli::Config& config, app::Observer& observer,
                                            Log& log) {
  if (config.store.memory) {
    return OpenedStore{std::make_unique<store::MemoryStore>(), [] { return true; }};
  }
  auto opened = store::SqliteStore::open(config.store.path, {}, observer, log);
  if (!opened) return refused(opened.error());
  store::SqliteStore* const sqlite = opened->get();
  return OpenedStore{std::move(*opened), [sqlite] { return !sqlite->dead(); }};
}

// Everything of a running Till, in the order in which the parts need each other.
class Server {
 public:
  Server(cli::Config config, std::string config_path)
      : config_(std::move(config)),
        config_path_(std::move(config_path)),
        log_(clock_, config_.log.level,
             config_.log.format == cli::LogFormat::json ? telemetry::LogFormat::json
                                                        : telemetry::LogFormat::text),
        request_metrics_(metrics_),
        ids_(clock_, random_),
        loop_(net::EventLoop::create()),
        limiter_({config_.limits.requests_per_second, config_.limits.burst}) {}

  ~Server() {
    // The listeners use everything else, and the loop's work uses the store and the clients.
    api_server_.reset();
    admin_server_.reset();
  }

  Result<void, std::string> open() {
    auto catalog = load_catalog(config_.shop.catalog);
    if (!catalog) return refused(catalog.error());
    auto opened = open_store(config_, metrics_, log_);
    if (!opened) return refused(opened.error());
    store_ = std::move(*opened);
    profile_ = seller_profile(config_, *catalog);
    if (!store_.store->state_stock(stated_stock(*catalog))) {
      return refused(std::string("cannot write the stock to the store; check the disk"));
    }
    commerce_.emplace(*catalog, *store_.store);
    auto payment = make_payment_provider(config_, *store_.store, clock_, random_, log_);
    if (!payment) return refused(payment.error());
    payment_ = std::move(*payment);
    if (auto made = make_clients(config_.agents); !made) return made;
    make_use_cases();
    reloader_.emplace(
        ReloaderDependencies{*loop_, *store_.store, *commerce_, log_, config_.shop.catalog,
                             [this] { return take_over_config(); },
                             [this](const std::vector<std::string>& currencies) {
                               api_->set_currencies(currencies);
                             }},
        *catalog);
    if (auto listening = listen(); !listening) return listening;
    return {};
  }

  int run() {
    loop_->on_signals({SIGTERM, SIGINT}, [this](int) { begin_drain(); });
    loop_->on_signals({SIGHUP}, [this](int) { unless_draining([this] { reloader_->reload(); }); });
    loop_->call([this] { recover(); });
    loop_->every(kTick, [this] { tick(); });
    loop_->every(kSettlePeriod, [this] { unless_draining([this] { background_->settle_due(); }); });
    loop_->every(kExpirePeriod, [this] { unless_draining([this] { background_->expire_due(); }); });
    loop_->every(kPrunePeriod, [this] { unless_draining([this] { background_->prune(); }); });
    api_server_->start();
    admin_server_->start();
    std::printf("listening on %s\n", address(config_.listen.api, *api_server_, tls()).c_str());
    std::fflush(stdout);
    log_.write(LogLevel::info, "started", {{"url", std::string_view(profile_.public_url)}});
    loop_->run();
    if (drainer_.joinable()) drainer_.join();
    log_.write(LogLevel::info, "stopped", {});
    return 0;
  }

 private:
  bool tls() const { return !config_.listen.plaintext; }

  // A client for each authority that the receivers of these agents need; none ever goes.
  Result<void, std::string> make_clients(const std::vector<cli::AgentConfig>& agents) {
    for (const cli::AgentConfig& agent : agents) {
      if (agent.webhook_url.empty() || clients_.contains(agent.webhook_ca_file)) continue;
      net::ClientOptions options;
      options.ca_file = agent.webhook_ca_file;
      options.timeout = options.answer_timeout = config_.webhooks.timeout;
      options.open_networks = config_.webhooks.allow_networks;
      auto client = net::HttpClient::create(options);
      if (!client) return refused(client.error());
      clients_[agent.webhook_ca_file] = std::move(*client);
    }
    return {};
  }

  // The client that trusts what the receiver of this URL needs.
  net::HttpClient& client_for(const std::string& url) {
    for (const cli::AgentConfig& agent : config_.agents) {
      if (agent.webhook_url == url) return *clients_.at(agent.webhook_ca_file);
    }
    return *clients_.begin()->second;
  }

  std::optional<app::WebhookTarget> target_of(const std::string& agent_id) const {
    for (const cli::AgentConfig& agent : config_.agents) {
      if (agent.id != agent_id || agent.webhook_url.empty()) continue;
      return app::WebhookTarget{agent.webhook_url, agent.webhook_secret,
                                agent.webhook_previous_secret};
    }
    return std::nullopt;
  }

  void make_use_cases() {
    sender_.emplace([this](const std::string& url) -> net::HttpClient& { return client_for(url); });
    app::DispatcherDependencies outbox{
        *store_.store,
        *sender_,
        clock_,
        random_,
        metrics_,
        log_,
        [this](const std::string& agent) { return target_of(agent); },
        retry_schedule(config_.webhooks)};
    dispatcher_.emplace(std::move(outbox), *loop_);
    const auto announce = [this](const app::OutboxEvent& event) {
      loop_->call([this, event] { dispatcher_->add(event); });
    };
    app::PaymentGateway& gateway = *payment_.gateway;
    app::CheckoutDependencies checkout{
        *store_.store, *commerce_, gateway,        clock_,   ids_,
        metrics_,      profile_,   payment_.vault, announce, config_.payments.capture_on_shipment,
        &log_};
    service_.emplace(std::move(checkout));
    orders_.emplace(app::OrderDependencies{*store_.store, gateway, clock_, ids_, *loop_, announce});
    provider_events_.emplace(app::ProviderEventsDependencies{*service_, *orders_, *store_.store,
                                                             gateway, clock_, log_, *loop_});
    background_.emplace(*service_, *orders_, *store_.store, clock_, log_, app::BackgroundOptions{},
                        *loop_);
    renderer_.emplace(profile_);
    http::ApiDependencies api{*service_,
                              *orders_,
                              *renderer_,
                              profile_,
                              clock_,
                              ids_,
                              log_,
                              request_metrics_,
                              limiter_,
                              config_.sandbox,
                              provider_webhook(config_, *provider_events_, clock_, log_)};
    api_.emplace(std::move(api), std::make_shared<const http::Agents>(agents_of(config_)));
    console::AdminDependencies admin{*store_.store,
                                     *dispatcher_,
                                     *loop_,
                                     config_.admin_token_digest.value_or(Digest{}),
                                     [this] { return store_.alive(); },
                                     [this] { return !draining_ && store_.alive(); },
                                     [this] { return expose(); },
                                     *orders_,
                                     *service_,
                                     *renderer_};
    admin_.emplace(std::move(admin));
  }

  std::string expose() {
    metrics_.connections_open(api_server_->open_connections());
    return metrics_.expose();
  }

  Result<void, std::string> listen() {
    auto api = net::HttpServer::listen(
        api_options(config_),
        [this](net::Request request, Executor& executor) {
          return api_->handle(std::move(request), executor);
        },
        [this](int status) { return api_->error(status); }, log_);
    if (!api) return refused(api.error());
    api_server_ = std::move(*api);
    auto admin = net::HttpServer::listen(
        admin_options(config_),
        [this](net::Request request, Executor& executor) {
          return admin_->handle(std::move(request), executor);
        },
        [this](int status) { return admin_->error(status); }, log_);
    if (!admin) return refused(admin.error());
    admin_server_ = std::move(*admin);
    return {};
  }

  static std::string address(const cli::Endpoint& endpoint, const net::HttpServer& server,
                             bool tls) {
    return cli::Endpoint{endpoint.host, server.port()}.url(tls);
  }

  void recover() {
    spawn(dispatcher_->recover(), [this](app::StoreResult<Done> recovered) {
      if (!recovered) log_.write(LogLevel::error, "outbox_unreadable", {});
      recovered_ = true;
    });
  }

  template <class Work>
  void unless_draining(Work work) {
    if (!draining_) work();
  }

  void tick() {
    if (!draining_ && recovered_) dispatcher_->tick();
    const bool idle = dispatcher_->idle() && background_->idle() && orders_->idle();
    if (drained_ && idle) loop_->stop();
  }

  // Requests under way end first; then the loop ends once nothing is on its way any more.
  void begin_drain() {
    if (draining_.exchange(true)) return;
    log_.write(LogLevel::info, "draining", {});
    dispatcher_->stop();
    drainer_ = std::thread([this] {
      api_server_->drain(kDrainGrace);
      admin_server_->drain(milliseconds(500));
      drained_ = true;
    });
  }

  // Certificates and agents anew, or everything stays as it was.
  Result<void, std::string> take_over_config() {
    auto config = cli::load_config(config_path_);
    if (!config) return refused(config.error());
    if (auto made = make_clients(config->agents); !made) return made;
    if (auto loaded = api_server_->reload_tls(); !loaded) return loaded;
    api_->set_agents(std::make_shared<const http::Agents>(agents_of(*config)));
    config_.agents = std::move(config->agents);  // Where orders are told, and what signs them.
    return {};
  }

  cli::Config config_;
  std::string config_path_;
  SystemClock clock_;
  telemetry::SpdlogLog log_;
  telemetry::Metrics metrics_;
  RequestMetrics request_metrics_;
  SystemRandom random_;
  RandomIds ids_;
  std::unique_ptr<net::EventLoop> loop_;
  http::RateLimiter limiter_;
  checkout::SellerProfile profile_;
  OpenedStore store_;
  std::map<std::string, std::unique_ptr<net::HttpClient>> clients_;  // By authorities trusted.
  std::optional<commerce::EmbeddedCommerce> commerce_;
  PaymentProvider payment_;
  std::optional<http::HttpWebhookSender> sender_;
  std::optional<app::Dispatcher> dispatcher_;
  std::optional<app::CheckoutService> service_;
  std::optional<app::OrderService> orders_;
  std::optional<app::ProviderEvents> provider_events_;
  std::optional<app::Background> background_;
  std::optional<wire::SessionRenderer> renderer_;
  std::optional<http::Api> api_;
  std::optional<console::AdminApi> admin_;
  std::unique_ptr<net::HttpServer> api_server_;
  std::unique_ptr<net::HttpServer> admin_server_;
  std::optional<Reloader> reloader_;
  std::thread drainer_;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> drained_ = false;
  bool recovered_ = false;
};

}  // namespace

int serve(const cli::Config& config, const std::string& config_path) {
  ::umask(0077);  // The data names buyers and holds tokens until they are spent.
  Server server(config, config_path);
  if (auto opened = server.open(); !opened) {
    std::fprintf(stderr, "till: %s\n", opened.error().c_str());
    return 1;
  }
  return server.run();
}

Result<cli::CheckedShop, std::string> check_shop(const cli::Config& config) {
  auto catalog = load_catalog(config.shop.catalog);
  if (!catalog) return refused(catalog.error());
  if (config.store.memory) return cli::CheckedShop{};
  if (store::SqliteStore::is_open_elsewhere(config.store.path)) return cli::CheckedShop{true};
  app::NoObserver observer;
  NoLog log;
  auto opened = store::SqliteStore::open(config.store.path, {}, observer, log);
  if (!opened) return refused(opened.error());
  return cli::CheckedShop{};
}

}  // namespace till
