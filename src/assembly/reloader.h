// Reloader: what SIGHUP makes a running server read anew.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "app/ports/stock.h"
#include "base/log.h"
#include "commerce/embedded/embedded_commerce.h"
#include "net/event_loop.h"

namespace till {

struct ReloaderDependencies {
  net::EventLoop& loop;
  app::Stock& stock;
  commerce::EmbeddedCommerce& commerce;
  Log& log;
  std::string catalog_path;
  // Takes over the config, wholly or not at all. Called on the loop once the catalogue is sound.
  std::function<Result<void, std::string>()> take_over_config;
  // Told on the loop of the catalogue that is served now.
  std::function<void(const commerce::Catalog&)> catalog_changed;
};

// Used on the loop's thread. Files are read and stock is stated beside the loop, so that requests
// are answered meanwhile; what is broken leaves everything as it was and is logged.
class Reloader {
 public:
  // `served` is the catalogue as it is served now.
  Reloader(ReloaderDependencies dependencies, const commerce::Catalog& served);
  // The loop must not run any more.
  ~Reloader();

  // Begins to reload; while it is under way, once more after it.
  void reload();

 private:
  // Runs `work` beside the loop and gives what came of it to `then` on the loop.
  template <class Work, class Then>
  void beside(Work work, Then then);
  void take_over(Result<commerce::Catalog, std::string> catalog);
  // The stock of those items whose number was not stated so before.
  std::vector<app::Stock::StatedStock> changed_stock(const commerce::Catalog& catalog) const;
  void serve(commerce::Catalog catalog);
  void refuse(const std::string& error);
  void finish();

  ReloaderDependencies dependencies_;
  std::map<std::string, std::int64_t> stated_;
  std::thread worker_;
  bool under_way_ = false;
  bool again_ = false;
};

}  // namespace till
