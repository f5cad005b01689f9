#include "assembly/stores.h"

#include <array>
#include <string_view>
#include <utility>

#include "assembly/choices.h"
#include "base/blanks.h"
#include "store/memory/memory_store.h"
#include "store/sqlite/files.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/stock_view.h"

namespace till::assembly {
namespace {

Result<OpenedStore, std::string> open_memory(const cli::StoreConfig&, app::Observer&, Log&) {
  auto memory = std::make_unique<store::MemoryStore>();
  app::AuditTrail* const audit = memory.get();
  return OpenedStore{std::move(memory), [] { return true; }, audit};
}

Result<OpenedStore, std::string> open_sqlite(const cli::StoreConfig& config,
                                             app::Observer& observer, Log& log) {
  store::SqliteOptions options;
  options.reserve_bytes = config.reserve_bytes;
  auto opened = store::SqliteStore::open(config.path, options, observer, log);
  if (!opened) return refused(opened.error());
  store::SqliteStore* const sqlite = opened->get();
  return OpenedStore{std::move(*opened), [sqlite] { return !sqlite->dead(); }, sqlite};
}

Result<bool, std::string> inspect_sqlite(const cli::StoreConfig& config) {
  const auto database = store::inspect(config.path);
  if (!database) return refused(database.error());
  return database->served;
}

Result<StockLookup, std::string> sqlite_stock(const cli::StoreConfig& config) {
  auto opened = store::StockView::open(config.path);
  if (!opened) return refused(opened.error());
  const std::shared_ptr<store::StockView> view = std::move(*opened);
  return StockLookup(
      [view](const std::string& item) -> Result<std::optional<checkout::StockLevel>, std::string> {
        if (view == nullptr) return std::nullopt;
        return view->find(item);
      });
}

Result<StockLookup, std::string> no_stock(const cli::StoreConfig&) {
  return StockLookup(
      [](const std::string&) -> Result<std::optional<checkout::StockLevel>, std::string> {
        return std::nullopt;
      });
}

struct StoreRow {
  std::string_view name;  // The scheme of store.url.
  std::string_view form;  // How such a URL is written.
  bool has_path = false;  // Something follows the scheme.
  Result<OpenedStore, std::string> (*open)(const cli::StoreConfig&, app::Observer&, Log&);
  Result<bool, std::string> (*inspect)(const cli::StoreConfig&);
  bool (*is_served)(const cli::StoreConfig&);
  Result<StockLookup, std::string> (*stock)(const cli::StoreConfig&) = no_stock;
};

constexpr std::array kStores{
    StoreRow{"sqlite", "sqlite:FILE", true, open_sqlite, inspect_sqlite,
             [](const cli::StoreConfig& config) { return store::is_served(config.path); },
             sqlite_stock},
    StoreRow{"memory", "memory:", false, open_memory,
             [](const cli::StoreConfig&) -> Result<bool, std::string> { return false; },
             [](const cli::StoreConfig&) { return false; }},
};

Result<const StoreRow*, std::string> row_of(const cli::Config& config) {
  const StoreRow* const row = row_named(kStores, config.store.scheme);
  const std::string& path = config.store.path;
  const bool is_whole = row != nullptr && (row->has_path ? !trimmed(path).empty() : path.empty());
  if (!is_whole) {
    return refused(cli::must_be(config, config.store.place, choices_of(kStores)));
  }
  return row;
}

}  // namespace

Result<void, std::string> know_store(const cli::Config& config) {
  const auto row = row_of(config);
  if (!row) return refused(row.error());
  return {};
}

Result<OpenedStore, std::string> open_store(const cli::Config& config, app::Observer& observer,
                                            Log& log) {
  const auto row = row_of(config);
  if (!row) return refused(row.error());
  return (*row)->open(config.store, observer, log);
}

Result<bool, std::string> inspect_store(const cli::Config& config) {
  const auto row = row_of(config);
  if (!row) return refused(row.error());
  return (*row)->inspect(config.store);
}

Result<StockLookup, std::string> look_at_stock(const cli::Config& config) {
  const auto row = row_of(config);
  if (!row) return refused(row.error());
  return (*row)->stock(config.store);
}

bool is_store_served(const cli::Config& config) {
  const auto row = row_of(config);
  return row && (*row)->is_served(config.store);
}

}  // namespace till::assembly
