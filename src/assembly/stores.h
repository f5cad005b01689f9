// Stores: the store that store.url names. A new kind of store is a row of the table in stores.cpp.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/observer.h"
#include "app/ports/audit.h"
#include "app/store.h"
#include "base/log.h"
#include "base/result.h"
#include "checkout/stock_level.h"
#include "cli/config.h"

namespace till::assembly {

// A store, and how to ask whether it still works.
struct OpenedStore {
  std::unique_ptr<app::Store> store;
  std::function<bool()> alive;
  app::AuditTrail* audit = nullptr;  // The same store.
};

// Is there such a store? Else the sentence that refuses the config.
Result<void, std::string> know_store(const cli::Config& config);

// Opens the store or makes it. Refused with a sentence that says what to do. The observer and the
// log must outlive it.
Result<OpenedStore, std::string> open_store(const cli::Config& config, app::Observer& observer,
                                            Log& log);

// Looks at the store without opening it: does a running till have it? Refused with a sentence when
// it could not be opened.
Result<bool, std::string> inspect_store(const cli::Config& config);

// Where the pieces of an item stand in the store as it is on disk; nothing when nothing has moved
// them. Refused with a sentence when the disk fails. One thread.
using StockLookup =
    std::function<Result<std::optional<checkout::StockLevel>, std::string>(const std::string&)>;

// Reads the stock without opening the store, which a running till may have. Refused with a
// sentence. Of a store in memory nothing is known.
Result<StockLookup, std::string> look_at_stock(const cli::Config& config);

// The answer to the same question of a known store, whatever state it is in.
bool is_store_served(const cli::Config& config);

}  // namespace till::assembly
