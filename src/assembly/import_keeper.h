// ImportKeeper: imports products from the sources of the config while the shop is served.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "assembly/feed_fetcher.h"
#include "assembly/import_round.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/config.h"
#include "products/import_schedule.h"
#include "telemetry/metrics.h"

namespace till::assembly {

// What it may use; all of it must outlive it. The clock is that of the wall.
struct ImportKeeperParts {
  const Clock& clock;
  Log& log;
  telemetry::Metrics& metrics;
  Executor& executor;  // Of another thread than those that the keeper makes.
};

// Works on a thread of its own, one import at a time, which yields to requests. All calls on one
// thread.
class ImportKeeper {
 public:
  // Refused with a sentence when nothing could be fetched with such a config.
  static Result<std::unique_ptr<ImportKeeper>, std::string> make(const cli::Config& config,
                                                                 const ImportKeeperParts& parts);
  ~ImportKeeper();
  ImportKeeper(const ImportKeeper&) = delete;
  ImportKeeper& operator=(const ImportKeeper&) = delete;

  // Whom to tell, within look(), that the file of products is another one. Before the first look().
  void when_imported(std::function<void()> tell) { imported_ = std::move(tell); }
  // This catalogue is served. When it is another one than before, all sources are read anew.
  void serve(std::shared_ptr<const commerce::Catalog> catalog);
  // Begins what is due; called about every second.
  void look();
  // Begins nothing more, and ends what is under way soon.
  void stop() { stopped_ = true; }
  // Is nothing under way?
  bool idle() const { return !under_way_; }

 private:
  ImportKeeper(const cli::Config& config, const ImportKeeperParts& parts,
               std::unique_ptr<FeedFetcher> fetcher);
  void begin(std::size_t work);
  void end();
  void forget();
  void tell_end(std::size_t work, const RoundResult& result);

  const std::string path_;  // Of the file of products.
  const std::string shop_url_;
  const ImportKeeperParts parts_;
  const std::unique_ptr<FeedFetcher> fetcher_;
  const std::vector<ImportWork> works_;
  std::function<void()> imported_ = [] {};
  products::ImportSchedule schedule_;
  std::vector<ImportMemory> memories_;  // One a work.
  std::optional<FileMark> left_;        // The file of products as it was left last.
  std::shared_ptr<const commerce::Catalog> catalog_;
  Timestamp good_at_;  // When the last import worked, or the start.

  // Of the round that was begun last.
  std::size_t work_ = 0;
  std::shared_ptr<const commerce::Catalog> catalog_of_round_;
  std::optional<RoundResult> result_;  // The thread's until it ends; nothing: it is taken.
  std::thread worker_;
  std::atomic<bool> under_way_ = false;
  std::atomic<bool> stopped_ = false;
};

// Are the formats of the config's sources known, and does the shop itself say what it sells? Else
// the sentence that refuses it.
Result<void, std::string> know_import(const cli::Config& config);

}  // namespace till::assembly
