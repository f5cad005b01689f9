// Reload: what SIGHUP makes a running shop read anew, config and offer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "assembly/backends.h"
#include "assembly/shop.h"
#include "cli/config.h"

namespace till::assembly {

// How what serves a shop follows a reload. Called on the loop.
struct Follower {
  // Takes over what may yet be refused, wholly or not at all.
  std::function<Result<void, std::string>(const cli::Config&)> prepare;
  // Takes over the rest of the same config.
  std::function<void(const cli::Config&)> take_over;
  // This offer is served now.
  std::function<void(const Offer&)> offer_changed;
};

// Used on the loop's thread. Files are read and stock is stated beside the loop, so that requests
// are answered meanwhile; what is broken leaves everything as it was and is logged.
class Reload {
 public:
  // `served` is the offer as it is served now. The shop must outlive it.
  Reload(Shop& shop, std::string config_path, const Offer& served, Follower follower);
  // The loop must not run any more.
  ~Reload();

  // Begins to reload; while it is under way, once more after it.
  void begin() { want(Extent::all); }
  // The same of what was imported alone: config and catalogue stay as they were read last.
  void begin_products() { want(Extent::products); }
  bool under_way() const { return under_way_; }

 private:
  // What is read anew; the later ones include the earlier ones.
  enum class Extent : std::uint8_t { nothing, products, all };
  void want(Extent extent);
  // Runs `work` beside the loop and gives what came of it to `then` on the loop.
  template <class Work, class Then>
  void beside(Work work, Then then);
  void take_over(Result<Offer, std::string> offer);
  // Takes over the config, wholly or not at all.
  Result<void, std::string> take_over_config();
  // The stock of those items whose number was not stated so before.
  std::vector<app::Stock::StatedStock> changed_stock(const Offer& offer) const;
  void serve(const Offer& offer);
  void refuse(const std::string& error);
  void finish();

  Shop& shop_;
  std::string config_path_;
  Follower follower_;
  std::map<std::string, std::int64_t> stated_;
  std::thread worker_;
  bool under_way_ = false;
  Extent extent_ = Extent::nothing;  // Of what is under way.
  Extent again_ = Extent::nothing;   // Of what follows it.
};

}  // namespace till::assembly
