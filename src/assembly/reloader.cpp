#include "assembly/reloader.h"

#include <memory>
#include <system_error>
#include <utility>

#include "assembly/server_config.h"

namespace till {

Reloader::Reloader(ReloaderDependencies dependencies, const commerce::Catalog& served)
    : dependencies_(std::move(dependencies)) {
  for (const auto& [item, quantity] : stated_stock(served)) stated_[item] = quantity;
}

Reloader::~Reloader() {
  if (worker_.joinable()) worker_.join();
}

template <class Work, class Then>
void Reloader::beside(Work work, Then then) {
  if (worker_.joinable()) worker_.join();  // It has ended but for its last line.
  net::EventLoop& loop = dependencies_.loop;
  try {
    worker_ = std::thread([&loop, work = std::move(work), then = std::move(then)] {
      const auto result = std::make_shared<decltype(work())>(work());
      loop.call([then, result] { then(std::move(*result)); });
    });
  } catch (const std::system_error& failure) {
    refuse(std::string("cannot begin a thread: ") + failure.what());
  }
}

void Reloader::reload() {
  if (under_way_) {
    again_ = true;
    return;
  }
  under_way_ = true;
  beside([path = dependencies_.catalog_path] { return load_catalog(path); },
         [this](Result<commerce::Catalog, std::string> catalog) { take_over(std::move(catalog)); });
}

void Reloader::take_over(Result<commerce::Catalog, std::string> catalog) {
  if (!catalog) return refuse(catalog.error());
  if (auto taken = dependencies_.take_over_config(); !taken) return refuse(taken.error());
  auto stated = changed_stock(*catalog);
  if (stated.empty()) return serve(std::move(*catalog));
  const auto shared = std::make_shared<commerce::Catalog>(std::move(*catalog));
  app::Stock& stock = dependencies_.stock;
  beside([&stock, stated = std::move(stated)] { return stock.state_stock(stated).has_value(); },
         [this, shared](bool written) {
           if (!written) return refuse("cannot write the stock to the store; check the disk");
           serve(std::move(*shared));
         });
}

std::vector<app::Stock::StatedStock> Reloader::changed_stock(
    const commerce::Catalog& catalog) const {
  auto stock = stated_stock(catalog);
  std::erase_if(stock, [this](const app::Stock::StatedStock& item) {
    const auto known = stated_.find(item.item_id);
    return known != stated_.end() && known->second == item.quantity;
  });
  return stock;
}

void Reloader::serve(commerce::Catalog catalog) {
  for (const auto& [item, quantity] : stated_stock(catalog)) stated_[item] = quantity;
  dependencies_.commerce.replace(catalog);
  dependencies_.catalog_changed(catalog);
  const CatalogCounts counts = counts_of(catalog);
  dependencies_.log.write(LogLevel::info, "reloaded",
                          {{"items", counts.items},
                           {"ways", counts.ways},
                           {"taxes", counts.taxes},
                           {"discounts", counts.discounts},
                           {"quotes", counts.quotes}});
  finish();
}

void Reloader::refuse(const std::string& error) {
  dependencies_.log.write(LogLevel::error, "reload_refused", {{"error", std::string_view(error)}});
  finish();
}

void Reloader::finish() {
  under_way_ = false;
  if (std::exchange(again_, false)) reload();
}

}  // namespace till
