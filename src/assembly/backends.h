// Backends: where a shop's offer comes from. A new kind of backend is a row of the table in
// backends.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commerce.h"
#include "app/last_word.h"
#include "app/observer.h"
#include "app/product_catalog.h"
#include "app/shop_holds.h"
#include "app/shop_receiver.h"
#include "app/store.h"
#include "app/tax_service.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/task.h"
#include "cli/config.h"
#include "commerce/embedded/shop_listings.h"

namespace till::assembly {

// How much an offer holds, so that a list that was emptied by mistake is seen.
struct OfferCounts {
  std::int64_t items = 0;
  std::int64_t ways = 0;
  std::int64_t taxes = 0;
  std::int64_t discounts = 0;
  std::int64_t quotes = 0;
};
std::string text_of(const OfferCounts& counts);

// What a shop sells, as read at one time.
struct Offer {
  std::vector<std::string> currencies;
  std::vector<app::Stock::StatedStock> stock;  // Of those items that have any.
  OfferCounts counts;
  // Takes it over for calls to come, with the stock that this store keeps.
  std::function<void(app::Store& store)> serve;
  // Of all other items; null: there are none.
  std::shared_ptr<const app::StatedPieces> others = {};
  std::vector<std::string> warnings = {};  // A sentence each.
};

// A line of the log for each.
void tell_warnings(Log& log, const Offer& offer);

// See Backend::listings().
using Listings = Result<std::optional<commerce::ShopListings>, std::string>;

class Backend {
 public:
  virtual ~Backend() = default;
  // Reads the offer as it is now. Refused with all of its faults in one line. Any thread may call;
  // the backend must outlive the offer.
  virtual Result<Offer, std::string> read() = 0;
  // Both once an offer was served; they see one offer from the beginning to the end of a call.
  virtual app::Commerce& commerce() = 0;
  virtual app::ProductCatalog& products() = 0;
  // All that it sells, for feeds; nothing: that is not known yet. Refused with a sentence where
  // nobody tells what is sold. Once an offer was served, on the thread that serves it.
  virtual Listings listings() const = 0;
  // The catalogue that goes with what is imported, as it is served; null: nothing is imported. Once
  // an offer was served, on the thread that serves it.
  virtual std::shared_ptr<const commerce::Catalog> catalogue() const { return nullptr; }
  // As read(), for a catalogue that catalogue() gave: only what was imported is read anew.
  virtual Result<Offer, std::string> read_products(std::shared_ptr<const commerce::Catalog>) {
    return read();
  }
  // Who is asked before a charge; null: nobody. Once an offer was served, and always the same.
  virtual app::LastWord* last_word() { return nullptr; }
  // Who holds pieces; null: Till does, on its own stock. Always the same.
  virtual app::ShopHolds* shop_holds() { return nullptr; }
  // The same for whoever sees to what is left over, apart from agents; null with the other.
  virtual app::ShopHolds* left_over_holds() { return nullptr; }
  // Who is told of orders; null: nobody ever. Always the same.
  virtual app::ShopReceiver* receiver() { return nullptr; }
  // The offer was served for the first time, or another reading of the config counts from now on:
  // takes over what it may while it runs, and learns anew what it has to know.
  virtual void take_over(const cli::Config&, Executor&) {}
  // Whom to tell, on the executor of look(), that other products are shown than before. Set before
  // the first look().
  virtual void when_products_change(std::function<void()>) {}
  // Begins what is due; called about every second.
  virtual void look(Executor&) {}
  // Begins nothing more.
  virtual void stop() {}
  // Nothing that was begun so is on its way any more.
  virtual bool idle() const { return true; }
};

// What a backend may use; all of it must outlive it. The clock is that of the wall.
struct BackendParts {
  const Clock& clock;
  Random& random;
  Log& log;
  app::Observer& observer;
  app::TaxService* taxes = nullptr;  // Null: nobody is asked, at least not now.
};

// Refused with a sentence.
Result<std::unique_ptr<Backend>, std::string> make_backend(const cli::Config& config,
                                                           const BackendParts& parts);

}  // namespace till::assembly
