#include "assembly/shop.h"

#include <utility>

#include "assembly/callers.h"
#include "assembly/check.h"
#include "assembly/seller.h"

namespace till::assembly {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{20};
constexpr milliseconds kSettlePeriod{250};
constexpr milliseconds kExpirePeriod{1'000};
constexpr milliseconds kPrunePeriod{30'000};
constexpr milliseconds kBackendPeriod{1'000};

telemetry::LogFormat format_of(const cli::Config& config) {
  return config.log.format == cli::LogFormat::json ? telemetry::LogFormat::json
                                                   : telemetry::LogFormat::text;
}

}  // namespace

Shop::Shop(cli::Config config)
    : config_(std::move(config)),
      log_(clock_, config_.log.level, format_of(config_)),
      ids_(clock_, random_),
      loop_(net::EventLoop::create()),
      receivers_(config_.webhooks) {}

Result<Offer, std::string> Shop::open() {
  if (auto known = know_parts(config_); !known) return refused(known.error());
  auto taxation = Taxation::make(config_, {guarded_clock_, random_, log_});
  if (!taxation) return refused(taxation.error());
  taxation_ = std::move(*taxation);
  app::TaxService* const taxes = taxation_ ? &taxation_->service() : nullptr;
  auto backend = make_backend(config_, {clock_, random_, log_, metrics_, taxes});
  if (!backend) return refused(backend.error());
  auto offer = (*backend)->read();
  if (!offer) return refused(offer.error());
  auto mailing = Mailing::make(config_, {clock_, random_, ids_, log_, metrics_});
  if (!mailing) return refused(mailing.error());
  mailing_ = std::move(*mailing);
  auto opened = open_store(config_, metrics_, log_);
  if (!opened) return refused(opened.error());
  store_ = std::move(*opened);
  const bool stated =
      store_.store->state_stock(offer->stock, clock_.now()).has_value() &&
      (!offer->others || store_.store->state_others(offer->others, clock_.now()).has_value());
  if (!stated) {
    return refused(std::string("cannot write the stock to the store; check the disk"));
  }
  backend_ = std::move(*backend);
  offer->serve(*store_.store);
  tell_warnings(log_, *offer);
  auto providers = open_providers(config_, {*store_.store, guarded_clock_, random_, log_});
  if (!providers) return refused(providers.error());
  providers_ = std::move(*providers);
  profile_ = seller_profile(config_, *offer, providers_.handlers);
  if (auto made = prepare(config_); !made) return refused(made.error());
  receivers_.take_over(config_.agents);
  policies_.replace(policies_of(config_.agents));
  if (config_.feeds.honored.count() > 0) feed_prices_.emplace(config_.feeds.honored);
  make_use_cases();
  if (auto kept = make_feeds(); !kept) return refused(kept.error());
  if (auto kept = make_imports(); !kept) return refused(kept.error());
  offer_changed();
  return offer;
}

Result<void, std::string> Shop::make_feeds() {
  if (!config_.feeds.is_kept()) return {};
  FeedKeeperParts parts{*store_.store,
                        clock_,
                        random_,
                        ids_,
                        log_,
                        *loop_,
                        [this] { return backend_->listings(); },
                        feed_prices_ ? &feed_prices_->memory() : nullptr};
  auto feeds = FeedKeeper::make(config_, parts);
  if (!feeds) return refused(feeds.error());
  feeds_ = std::move(*feeds);
  return {};
}

Result<void, std::string> Shop::make_imports() {
  if (config_.import.sources.empty()) return {};
  auto imports = ImportKeeper::make(config_, {clock_, log_, metrics_, *loop_});
  if (!imports) return refused(imports.error());
  imports_ = std::move(*imports);
  return {};
}

Result<void, std::string> Shop::prepare(const cli::Config& config) {
  return receivers_.prepare(config.agents);
}

void Shop::take_over(const cli::Config& config) {
  policies_.replace(policies_of(config.agents));
  receivers_.take_over(config.agents);
  dispatcher_->targets_changed();
  providers_.take_over(config);
  backend_->take_over(config, *loop_);
  if (taxation_) taxation_->take_over(config);
}

void Shop::offer_changed() {
  if (feeds_) feeds_->refresh();
  if (imports_) imports_->serve(backend_->catalogue());
}

void Shop::when_imported(std::function<void()> tell) {
  if (imports_) imports_->when_imported(std::move(tell));
}

void Shop::make_use_cases() {
  sender_.emplace(
      [this](const std::string& url) -> net::HttpClient& { return receivers_.client_for(url); });
  app::DispatcherDependencies outbox{
      *store_.store,
      *sender_,
      clock_,
      random_,
      metrics_,
      log_,
      [this](const std::string& agent) { return receivers_.target_of(agent); },
      retry_schedule(config_.webhooks)};
  dispatcher_.emplace(std::move(outbox), *loop_);
  const auto announce = [this](const app::OutboxEvent&) {
    loop_->call([this] {
      dispatcher_->look();
      look();
    });
  };
  const app::Gateways gateways = providers_.gateways();
  dialects_.emplace(profile_, wire::DialectOptions{providers_.vault != nullptr});
  events_.emplace(*dialects_, ids_, backend_->receiver());
  if (mailing_) {
    mailing_->begin(*store_.store, *loop_);
    events_->mail(&mailing_->events());
  }
  app::CheckoutDependencies checkout{*store_.store,
                                     backend_->commerce(),
                                     gateways,
                                     guarded_clock_,
                                     ids_,
                                     *events_,
                                     metrics_,
                                     profile_,
                                     providers_.vault,
                                     announce,
                                     config_.payments.capture_on_shipment,
                                     &log_,
                                     &policies_,
                                     backend_->last_word(),
                                     backend_->shop_holds(),
                                     feed_prices_ ? &*feed_prices_ : nullptr};
  service_.emplace(std::move(checkout));
  const app::OrderDependencies orders{*store_.store, *store_.store,  *store_.store,
                                      gateways,      guarded_clock_, ids_,
                                      *events_,      *loop_,         announce};
  orders_.emplace(orders);
  if (taxation_) {
    taxation_->begin(*store_.store, orders, *loop_);
    events_->tell_tax_service();
  }
  make_shop_teller(orders);
  make_hold_keeper();
  provider_events_.emplace(app::ProviderEventsDependencies{
      *service_, *orders_, *store_.store, *store_.store, gateways, guarded_clock_, log_, *loop_});
  stock_.emplace(app::StockDependencies{*store_.store, *store_.store, backend_->products(),
                                        backend_->shop_holds(), clock_});
  buyers_.emplace(*service_, *store_.store, *store_.store, *events_, guarded_clock_);
  app::BackgroundOptions options;
  options.retention = config_.retention;
  background_.emplace(app::BackgroundDependencies{*service_, *orders_, *store_.store, *store_.store,
                                                  *store_.store, guarded_clock_, log_},
                      options, *loop_);
  desk_.emplace(wire::DeskDependencies{*service_, *orders_, *dialects_, clock_});
  renderer_.emplace(profile_);
}

void Shop::make_shop_teller(const app::OrderDependencies& orders) {
  const bool refunds = config_.backend.refunds_refused;
  shop_orders_.emplace(
      app::ShopOrdersDependencies{orders, *orders_, *store_.store, metrics_, log_,
                                  refunds ? app::OnRefused::refund : app::OnRefused::hold});
  app::ShopReceiver* const receiver = backend_->receiver();
  if (receiver == nullptr) return;
  shop_teller_.emplace(
      app::ShopTellerDependencies{*store_.store, *receiver, *shop_orders_, clock_, random_,
                                  metrics_, log_, retry_schedule(config_.webhooks)},
      *loop_);
}

void Shop::make_hold_keeper() {
  app::ShopHolds* const holds = backend_->left_over_holds();
  if (holds == nullptr) return;
  hold_keeper_.emplace(app::HoldKeeperDependencies{*store_.store, *store_.store, *holds,
                                                   profile_.policy.holds, guarded_clock_, log_},
                       *loop_);
}

// Those beside the agents who hear of orders.
void Shop::look() {
  if (shop_teller_) shop_teller_->look();
  if (mailing_) mailing_->look();
  if (taxation_) taxation_->look();
}

template <class Work>
void Shop::every(Milliseconds period, Work work) {
  loop_->every(period, [this, work] {
    if (!stopped_) work();
  });
}

void Shop::begin_work(std::function<void()> at_tick) {
  loop_->call([this] {
    backend_->take_over(config_, *loop_);
    backend_->look(*loop_);
  });
  loop_->every(kTick, [this, at_tick = std::move(at_tick)] {
    if (!stopped_) dispatcher_->tick();
    if (!stopped_) look();
    at_tick();
  });
  every(kBackendPeriod, [this] {
    backend_->look(*loop_);
    if (feeds_) feeds_->look();
    if (imports_) imports_->look();
  });
  every(kSettlePeriod, [this] {
    background_->settle_due();
    if (hold_keeper_) hold_keeper_->look();
  });
  every(kExpirePeriod, [this] {
    watch_clock();
    background_->expire_due();
  });
  every(kPrunePeriod, [this] { background_->prune(); });
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
  backend_->stop();
  if (shop_teller_) shop_teller_->stop();
  if (hold_keeper_) hold_keeper_->stop();
  if (mailing_) mailing_->stop();
  if (taxation_) taxation_->stop();
  if (feeds_) feeds_->stop();
  if (imports_) imports_->stop();
}

bool Shop::idle() const {
  const bool told = (!shop_teller_ || shop_teller_->idle()) && (!mailing_ || mailing_->idle()) &&
                    (!taxation_ || taxation_->idle());
  const bool kept = !hold_keeper_ || hold_keeper_->idle();
  const bool written = (!feeds_ || feeds_->idle()) && (!imports_ || imports_->idle());
  return told && kept && written && dispatcher_->idle() && background_->idle() && orders_->idle() &&
         backend_->idle();
}

}  // namespace till::assembly
