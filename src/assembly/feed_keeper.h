// FeedKeeper: writes the feeds of the config anew while the shop is served, and pushes what changed
// to agents.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/ports/stock.h"
#include "assembly/backends.h"
#include "assembly/feed_api.h"
#include "assembly/feed_rendering.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/config.h"
#include "http/feed_pages.h"
#include "products/listings/price_memory.h"

namespace till::assembly {

// What it may use; all of it must outlive it. The clock is that of the wall.
struct FeedKeeperParts {
  app::Stock& stock;
  const Clock& clock;
  Random& random;
  IdSource& ids;
  Log& log;
  Executor& executor;
  std::function<Listings()> listings;  // What the shop sells now, asked on the caller's thread.
  products::PriceMemory* prices = nullptr;  // Told what each round stated; null: nobody is.
};

// Works on a thread of its own, one round at a time. All calls on one thread.
class FeedKeeper {
 public:
  // Refused with a sentence when an agent cannot be asked with such a config.
  static Result<std::unique_ptr<FeedKeeper>, std::string> make(const cli::Config& config,
                                                               const FeedKeeperParts& parts);
  ~FeedKeeper();
  FeedKeeper(const FeedKeeper&) = delete;
  FeedKeeper& operator=(const FeedKeeper&) = delete;

  // The shop sells other things from now on: a round is due as soon as it is known what.
  void refresh();
  // Begins a round when one is due; called about every second.
  void look();
  // Begins nothing more, and ends the round under way soon.
  void stop();
  bool idle() const { return !under_way_; }

 private:
  FeedKeeper(const cli::Config& config, const FeedKeeperParts& parts);
  void begin(commerce::ShopListings listings);
  void work(FeedSource source);
  void run(const FeedSource& source);
  void push(const FeedSource& source, const cli::FeedPushConfig& to, FeedApi& api);
  void write(const FeedSource& source, const products::ListingFormat& format);
  // Another round is due soon.
  void note_failure(std::string_view feed, const std::string& error);
  void tell_failure(std::string_view feed, const std::string& error);

  const cli::Config config_;
  const FeedKeeperParts parts_;
  std::vector<std::unique_ptr<FeedApi>> apis_;  // One a push of the config.
  std::optional<Timestamp> due_;
  std::atomic<bool> failed_ = false;  // The last round did not do all; another one is due soon.
  std::thread worker_;
  std::atomic<bool> under_way_ = false;
  std::atomic<bool> stopped_ = false;
};

// Are the formats of the config known? Else the sentence that refuses it.
Result<void, std::string> know_feeds(const cli::Config& config);

// Where the feeds of the config lie, and what they are called.
std::vector<http::FeedPlace> feed_places(const cli::Config& config);

}  // namespace till::assembly
