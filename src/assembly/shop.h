// Shop: everything of a Till but what it listens on: store, catalogue, payments, use cases and the
// work they leave behind.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/agent_policies.h"
#include "app/background.h"
#include "app/buyers.h"
#include "app/checkout_service.h"
#include "app/dispatcher.h"
#include "app/hold_keeper.h"
#include "app/order_service.h"
#include "app/provider_events.h"
#include "app/shop_orders.h"
#include "app/shop_teller.h"
#include "app/stock_service.h"
#include "assembly/agent_receivers.h"
#include "assembly/backends.h"
#include "assembly/feed_keeper.h"
#include "assembly/feed_prices.h"
#include "assembly/import_keeper.h"
#include "assembly/mailing.h"
#include "assembly/providers.h"
#include "assembly/request_metrics.h"
#include "assembly/stores.h"
#include "assembly/taxation.h"
#include "base/guarded_clock.h"
#include "base/random.h"
#include "cli/config.h"
#include "http/webhook_sender.h"
#include "net/event_loop.h"
#include "telemetry/metrics.h"
#include "telemetry/spdlog_log.h"
#include "wire/acp/response.h"
#include "wire/desk.h"
#include "wire/order_events.h"

namespace till::assembly {

// Parts in the order in which they need each other. Its loop's work uses the store and the
// clients, so whoever runs the loop ends it before the shop goes.
class Shop {
 public:
  explicit Shop(cli::Config config);

  // Opens and connects everything and gives the offer as it is served; a sentence when something
  // of the config is not sound. Once, before anything else is used.
  Result<Offer, std::string> open();

  // Begins the work of the loop: what was left undone, then settling, expiring, delivering.
  // `at_tick` is called every few milliseconds.
  void begin_work(std::function<void()> at_tick);
  // Begins nothing more.
  void stop_work();
  // Nothing is on its way any more.
  bool idle() const;

  // Makes what another config needs to be taken over; nothing is served otherwise yet.
  Result<void, std::string> prepare(const cli::Config& config);
  // The backend serves another offer than before.
  void offer_changed();
  // Whom to tell, on the loop, that products were imported and are not served yet. Before
  // begin_work().
  void when_imported(std::function<void()> tell);
  // Takes over of a config for which everything is prepared: the agents, where orders are told and
  // what signs them; and the providers' secrets.
  void take_over(const cli::Config& config);
  bool alive() const { return store_.alive(); }

  const cli::Config& config() const { return config_; }
  const Clock& clock() const { return clock_; }
  const Clock& guarded_clock() const { return guarded_clock_; }
  IdSource& ids() { return ids_; }
  Log& log() { return log_; }
  telemetry::Metrics& metrics() { return metrics_; }
  RequestMetrics& request_metrics() { return request_metrics_; }
  net::EventLoop& loop() { return *loop_; }
  app::Store& store() { return *store_.store; }
  app::AuditTrail& audit() { return *store_.audit; }
  app::CheckoutService& service() { return *service_; }
  app::OrderService& orders() { return *orders_; }
  app::Buyers& buyers() { return *buyers_; }
  app::StockService& stock() { return *stock_; }
  app::ProviderEvents& provider_events() { return *provider_events_; }
  app::Dispatcher& dispatcher() { return *dispatcher_; }
  app::ShopOrders& shop_orders() { return *shop_orders_; }
  Backend& backend() { return *backend_; }
  app::ProductCatalog& products() { return backend_->products(); }
  OpenedProviders& providers() { return providers_; }
  wire::Desk& desk() { return *desk_; }
  const wire::SessionRenderer& renderer() const { return *renderer_; }
  const checkout::SellerProfile& profile() const { return profile_; }

 private:
  void make_use_cases();
  Result<void, std::string> make_feeds();
  Result<void, std::string> make_imports();
  void make_hold_keeper();
  void look();
  void make_shop_teller(const app::OrderDependencies& orders);
  void watch_clock();
  template <class Work>
  void every(Milliseconds period, Work work);

  const cli::Config config_;
  SystemClock clock_;
  SystemSteadyClock steady_clock_;
  GuardedClock guarded_clock_{clock_, steady_clock_};  // What ends things goes by it.
  telemetry::SpdlogLog log_;
  telemetry::Metrics metrics_;
  RequestMetrics request_metrics_{metrics_};
  SystemRandom random_;
  RandomIds ids_;
  std::unique_ptr<net::EventLoop> loop_;
  checkout::SellerProfile profile_;
  OpenedStore store_;
  AgentReceivers receivers_;
  std::unique_ptr<Taxation> taxation_;  // Null: catalogue or backend know the taxes.
  std::unique_ptr<Backend> backend_;
  OpenedProviders providers_;
  std::unique_ptr<Mailing> mailing_;  // Null: nobody writes to buyers.
  std::optional<http::HttpWebhookSender> sender_;
  std::optional<app::Dispatcher> dispatcher_;
  app::AgentPolicies policies_;
  std::optional<wire::Dialects> dialects_;
  std::optional<wire::DialectOrderEvents> events_;
  std::optional<app::CheckoutService> service_;
  std::optional<app::OrderService> orders_;
  std::optional<app::ShopOrders> shop_orders_;
  std::optional<app::ShopTeller> shop_teller_;  // Nothing: there is no backend.
  std::optional<app::HoldKeeper> hold_keeper_;  // Nothing: there is no backend.
  std::optional<FeedPrices> feed_prices_;       // Nothing: their prices are not honoured.
  std::unique_ptr<FeedKeeper> feeds_;           // Null: none are kept.
  std::unique_ptr<ImportKeeper> imports_;       // Null: nothing is imported by itself.
  std::optional<app::Buyers> buyers_;
  std::optional<app::StockService> stock_;
  std::optional<app::ProviderEvents> provider_events_;
  std::optional<app::Background> background_;
  std::optional<wire::Desk> desk_;
  std::optional<wire::SessionRenderer> renderer_;  // Of what operators see.
  std::atomic<bool> stopped_ = false;
};

}  // namespace till::assembly
