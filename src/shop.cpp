#include "shop.h"

#include <utility>

#include "server_config.h"
#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"

namespace till {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{20};
constexpr milliseconds kSettlePeriod{250};
constexpr milliseconds kExpirePeriod{1'000};
constexpr milliseconds kPrunePeriod{30'000};

telemetry::LogFormat format_of(const cli::Config& config) {
  return config.log.format == cli::LogFormat::json ? telemetry::LogFormat::json
                                                   : telemetry::LogFormat::text;
}

}  // namespace

Shop::Shop(cli::Config config)
    : config_(std::move(config)),
      log_(clock_, config_.log.level, format_of(config_)),
      ids_(clock_, random_),
      loop_(net::EventLoop::create()) {}

Result<Shop::OpenedStore, std::string> Shop::open_store() {
  if (config_.store.memory) {
    auto memory = std::make_unique<store::MemoryStore>();
    app::AuditTrail* const audit = memory.get();
    return OpenedStore{std::move(memory), [] { return true; }, audit};
  }
  store::SqliteOptions options;
  options.reserve_bytes = config_.store.reserve_bytes;
  auto opened = store::SqliteStore::open(config_.store.path, options, metrics_, log_);
  if (!opened) return refused(opened.error());
  store::SqliteStore* const sqlite = opened->get();
  return OpenedStore{std::move(*opened), [sqlite] { return !sqlite->dead(); }, sqlite};
}

Result<commerce::Catalog, std::string> Shop::open() {
  auto catalog = load_catalog(config_.shop.catalog);
  if (!catalog) return refused(catalog.error());
  auto opened = open_store();
  if (!opened) return refused(opened.error());
  store_ = std::move(*opened);
  profile_ = seller_profile(config_, *catalog);
  if (!store_.store->state_stock(stated_stock(*catalog))) {
    return refused(std::string("cannot write the stock to the store; check the disk"));
  }
  commerce_.emplace(*catalog, *store_.store);
  products_.emplace(*catalog, *store_.store);
  auto payment = make_payment_provider(config_, *store_.store, guarded_clock_, random_, log_);
  if (!payment) return refused(payment.error());
  payment_ = std::move(*payment);
  if (auto made = make_clients(config_.agents); !made) return refused(made.error());
  make_use_cases();
  return catalog;
}

// A client for each authority that the receivers of these agents need; none ever goes.
Result<void, std::string> Shop::make_clients(const std::vector<cli::AgentConfig>& agents) {
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
net::HttpClient& Shop::client_for(const std::string& url) {
  for (const cli::AgentConfig& agent : config_.agents) {
    if (agent.webhook_url == url) return *clients_.at(agent.webhook_ca_file);
  }
  return *clients_.begin()->second;
}

std::optional<app::WebhookTarget> Shop::target_of(const std::string& agent_id) const {
  for (const cli::AgentConfig& agent : config_.agents) {
    if (agent.id != agent_id || agent.webhook_url.empty()) continue;
    return app::WebhookTarget{agent.webhook_url, agent.webhook_secret,
                              agent.webhook_previous_secret};
  }
  return std::nullopt;
}

Result<void, std::string> Shop::take_over_agents(std::vector<cli::AgentConfig> agents) {
  if (auto made = make_clients(agents); !made) return made;
  policies_.replace(policies_of(agents));
  config_.agents = std::move(agents);
  dispatcher_->targets_changed();
  return {};
}

void Shop::make_use_cases() {
  sender_.emplace([this](const std::string& url) -> net::HttpClient& { return client_for(url); });
  app::DispatcherDependencies outbox{*store_.store,
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
  app::CheckoutDependencies checkout{*store_.store, *commerce_,
                                     gateway,       guarded_clock_,
                                     ids_,          metrics_,
                                     profile_,      payment_.vault,
                                     announce,      config_.payments.capture_on_shipment,
                                     &log_,         &policies_};
  policies_.replace(policies_of(config_.agents));
  service_.emplace(std::move(checkout));
  orders_.emplace(app::OrderDependencies{*store_.store, *store_.store, *store_.store, gateway,
                                         guarded_clock_, ids_, *loop_, announce});
  provider_events_.emplace(app::ProviderEventsDependencies{
      *service_, *orders_, *store_.store, *store_.store, gateway, guarded_clock_, log_, *loop_});
  buyers_.emplace(*service_, *store_.store, *store_.store, guarded_clock_);
  app::BackgroundOptions options;
  options.retention = config_.retention;
  background_.emplace(app::BackgroundDependencies{*service_, *orders_, *store_.store, *store_.store,
                                                  *store_.store, guarded_clock_, log_},
                      options, *loop_);
  renderer_.emplace(profile_);
}

template <class Work>
void Shop::every(Milliseconds period, Work work) {
  loop_->every(period, [this, work] {
    if (!stopped_) work();
  });
}

void Shop::begin_work(std::function<void()> at_tick) {
  loop_->call([this] { recover(); });
  loop_->every(kTick, [this, at_tick = std::move(at_tick)] {
    if (!stopped_ && recovered_) dispatcher_->tick();
    at_tick();
  });
  every(kSettlePeriod, [this] { background_->settle_due(); });
  every(kExpirePeriod, [this] {
    watch_clock();
    background_->expire_due();
  });
  every(kPrunePeriod, [this] { background_->prune(); });
}

void Shop::recover() {
  spawn(dispatcher_->recover(), [this](app::StoreResult<Done> recovered) {
    if (!recovered) log_.write(LogLevel::error, "outbox_unreadable", {});
    recovered_ = true;
  });
}

// A wall clock that leaps ahead would end sessions and keys before their time.
void Shop::watch_clock() {
  const LeapRule::Verdict verdict = guarded_clock_.take_change();
  metrics_.clock_ahead(verdict.ahead);
  switch (verdict.change) {
    case LeapChange::none: return;
    case LeapChange::leapt:
      metrics_.clock_leapt();
      log_.write(LogLevel::warning, "clock_leapt", {{"ahead_ms", verdict.ahead.count()}});
      return;
    case LeapChange::confirmed: log_.write(LogLevel::warning, "clock_leap_confirmed", {}); return;
    case LeapChange::undone: log_.write(LogLevel::info, "clock_leap_undone", {}); return;
  }
}

void Shop::stop_work() {
  stopped_ = true;
  dispatcher_->stop();
}

bool Shop::idle() const { return dispatcher_->idle() && background_->idle() && orders_->idle(); }

}  // namespace till
