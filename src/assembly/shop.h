// Shop: everything of a Till but what it listens on: store, catalogue, payments, use cases and the
// work they leave behind.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/background.h"
#include "app/buyers.h"
#include "app/checkout_service.h"
#include "app/dispatcher.h"
#include "app/order_service.h"
#include "app/ports/audit.h"
#include "app/provider_events.h"
#include "assembly/payment_provider.h"
#include "base/guarded_clock.h"
#include "base/random.h"
#include "cli/config.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/embedded/embedded_products.h"
#include "http/webhook_sender.h"
#include "net/event_loop.h"
#include "net/http_client.h"
#include "telemetry/metrics.h"
#include "telemetry/spdlog_log.h"
#include "wire/acp_response.h"

namespace till {

// Parts in the order in which they need each other. Its loop's work uses the store and the
// clients, so whoever runs the loop ends it before the shop goes.
class Shop {
 public:
  explicit Shop(cli::Config config);

  // Opens and connects everything and gives the catalogue as it is served; a sentence when
  // something of the config is not sound. Once, before anything else is used.
  Result<commerce::Catalog, std::string> open();

  // Begins the work of the loop: what was left undone, then settling, expiring, delivering.
  // `at_tick` is called every few milliseconds.
  void begin_work(std::function<void()> at_tick);
  // Begins nothing more.
  void stop_work();
  // Nothing is on its way any more.
  bool idle() const;

  // Takes over the agents of another config: where orders are told, and what signs them.
  Result<void, std::string> take_over_agents(std::vector<cli::AgentConfig> agents);
  // Takes over the provider's secrets of another config.
  void take_over_payment(const cli::Config& config) { payment_.take_over(config); }
  bool alive() const { return store_.alive(); }

  const cli::Config& config() const { return config_; }
  const Clock& clock() const { return clock_; }
  const Clock& guarded_clock() const { return guarded_clock_; }
  IdSource& ids() { return ids_; }
  Log& log() { return log_; }
  telemetry::Metrics& metrics() { return metrics_; }
  net::EventLoop& loop() { return *loop_; }
  app::Store& store() { return *store_.store; }
  app::AuditTrail& audit() { return *store_.audit; }
  app::CheckoutService& service() { return *service_; }
  app::OrderService& orders() { return *orders_; }
  app::Buyers& buyers() { return *buyers_; }
  app::ProviderEvents& provider_events() { return *provider_events_; }
  app::Dispatcher& dispatcher() { return *dispatcher_; }
  commerce::EmbeddedCommerce& commerce() { return *commerce_; }
  commerce::EmbeddedProducts& products() { return *products_; }
  const wire::SessionRenderer& renderer() const { return *renderer_; }
  const checkout::SellerProfile& profile() const { return profile_; }

 private:
  // The store of the configuration, and how to ask whether it still works.
  struct OpenedStore {
    std::unique_ptr<app::Store> store;
    std::function<bool()> alive;
    app::AuditTrail* audit = nullptr;  // The same store.
  };
  Result<OpenedStore, std::string> open_store();
  Result<void, std::string> make_clients(const std::vector<cli::AgentConfig>& agents);
  net::HttpClient& client_for(const std::string& url);
  std::optional<app::WebhookTarget> target_of(const std::string& agent_id) const;
  void make_use_cases();
  void recover();
  void watch_clock();
  template <class Work>
  void every(Milliseconds period, Work work);

  cli::Config config_;
  SystemClock clock_;
  SystemSteadyClock steady_clock_;
  GuardedClock guarded_clock_{clock_, steady_clock_};  // What ends things goes by it.
  telemetry::SpdlogLog log_;
  telemetry::Metrics metrics_;
  SystemRandom random_;
  RandomIds ids_;
  std::unique_ptr<net::EventLoop> loop_;
  checkout::SellerProfile profile_;
  OpenedStore store_;
  std::map<std::string, std::unique_ptr<net::HttpClient>> clients_;  // By authorities trusted.
  std::optional<commerce::EmbeddedCommerce> commerce_;
  std::optional<commerce::EmbeddedProducts> products_;
  PaymentProvider payment_;
  std::optional<http::HttpWebhookSender> sender_;
  std::optional<app::Dispatcher> dispatcher_;
  app::AgentPolicies policies_;
  std::optional<app::CheckoutService> service_;
  std::optional<app::OrderService> orders_;
  std::optional<app::Buyers> buyers_;
  std::optional<app::ProviderEvents> provider_events_;
  std::optional<app::Background> background_;
  std::optional<wire::SessionRenderer> renderer_;
  std::atomic<bool> stopped_ = false;
  bool recovered_ = false;
};

}  // namespace till
