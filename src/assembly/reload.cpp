#include "assembly/reload.h"

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

#include "app/store.h"
#include "assembly/check.h"
#include "cli/settings.h"

namespace till::assembly {
namespace {

// Names the settings which differ and wait for a restart, if there are any.
void tell_what_needs_a_restart(Log& log, const cli::Config& running, const cli::Config& written) {
  std::string keys;
  for (const std::string& key : cli::changed_at_restart(running.settings, written.settings)) {
    keys += (keys.empty() ? "" : ", ") + key;
  }
  if (keys.empty()) return;
  log.write(LogLevel::warning, "restart_needed", {{"settings", std::string_view(keys)}});
}

}  // namespace

Reload::Reload(Shop& shop, std::string config_path, const Offer& served, Follower follower)
    : shop_(shop), config_path_(std::move(config_path)), follower_(std::move(follower)) {
  for (const auto& [item, quantity] : served.stock) stated_[item] = quantity;
}

Reload::~Reload() {
  if (worker_.joinable()) worker_.join();
}

template <class Work, class Then>
void Reload::beside(Work work, Then then) {
  if (worker_.joinable()) worker_.join();  // It has ended but for its last line.
  net::EventLoop& loop = shop_.loop();
  try {
    worker_ = std::thread([&loop, work = std::move(work), then = std::move(then)] {
      const auto result = std::make_shared<decltype(work())>(work());
      loop.call([then, result] { then(std::move(*result)); });
    });
  } catch (const std::system_error& failure) {
    refuse(std::string("cannot begin a thread: ") + failure.what());
  }
}

void Reload::want(Extent extent) {
  if (under_way_) {
    again_ = std::max(again_, extent);
    return;
  }
  under_way_ = true;
  extent_ = extent;
  Backend& backend = shop_.backend();
  const auto then = [this](Result<Offer, std::string> offer) { take_over(std::move(offer)); };
  if (extent == Extent::all) return beside([&backend] { return backend.read(); }, then);
  beside([&backend, catalog = backend.catalogue()] { return backend.read_products(catalog); },
         then);
}

void Reload::take_over(Result<Offer, std::string> offer) {
  if (!offer) return refuse(offer.error());
  if (extent_ == Extent::all) {
    if (auto taken = take_over_config(); !taken) return refuse(taken.error());
  }
  auto stock = changed_stock(*offer);
  if (stock.empty() && !offer->others) return serve(*offer);
  const auto shared = std::make_shared<const Offer>(std::move(*offer));
  app::Store& store = shop_.store();
  const Timestamp now = shop_.clock().now();
  beside(
      [&store, now, shared, stock = std::move(stock)] {
        return (stock.empty() || store.state_stock(stock, now).has_value()) &&
               (!shared->others || store.state_others(shared->others, now).has_value());
      },
      [this, shared](bool stated) {
        if (!stated) return refuse("cannot write the stock to the store; check the disk");
        serve(*shared);
      });
}

Result<void, std::string> Reload::take_over_config() {
  const auto config = cli::load_config(config_path_);
  if (!config) return refused(config.error());
  if (auto known = know_parts(*config); !known) return known;
  if (auto prepared = shop_.prepare(*config); !prepared) return prepared;
  if (auto prepared = follower_.prepare(*config); !prepared) return prepared;
  shop_.take_over(*config);
  follower_.take_over(*config);
  tell_what_needs_a_restart(shop_.log(), shop_.config(), *config);
  return {};
}

std::vector<app::Stock::StatedStock> Reload::changed_stock(const Offer& offer) const {
  auto stock = offer.stock;
  std::erase_if(stock, [this](const app::Stock::StatedStock& item) {
    const auto known = stated_.find(item.item_id);
    return known != stated_.end() && known->second == item.quantity;
  });
  return stock;
}

void Reload::serve(const Offer& offer) {
  for (const auto& [item, quantity] : offer.stock) stated_[item] = quantity;
  offer.serve(shop_.store());
  follower_.offer_changed(offer);
  tell_warnings(shop_.log(), offer);
  const OfferCounts& counts = offer.counts;
  shop_.log().write(LogLevel::info, extent_ == Extent::all ? "reloaded" : "products_taken_over",
                    {{"items", counts.items},
                     {"ways", counts.ways},
                     {"taxes", counts.taxes},
                     {"discounts", counts.discounts},
                     {"quotes", counts.quotes}});
  finish();
}

void Reload::refuse(const std::string& error) {
  shop_.log().write(LogLevel::error, "reload_refused", {{"error", std::string_view(error)}});
  finish();
}

void Reload::finish() {
  under_way_ = false;
  const Extent next = std::exchange(again_, Extent::nothing);
  if (next != Extent::nothing) want(next);
}

}  // namespace till::assembly
