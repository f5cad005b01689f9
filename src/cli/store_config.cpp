// [store] of till.toml.
#include <string_view>
#include <utility>

#include "base/blanks.h"
#include "cli/config_sections.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr std::int64_t kMostReserveMb = 1'000'000;

}  // namespace

std::optional<StoreConfig> parse_store(const std::string& url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url == "memory:") return StoreConfig{true, "", std::nullopt};
  if (!url.starts_with(kSqlite)) return std::nullopt;
  std::string file = url.substr(kSqlite.size());
  if (trimmed(file).empty()) return std::nullopt;
  return StoreConfig{false, std::move(file), std::nullopt};
}

StoreConfig read_store(TomlSection section, const std::string& folder) {
  const std::string url = section.text("url").value_or("sqlite:till.db");
  const auto reserve = section.whole("reserve_mb", {0, kMostReserveMb});
  section.end();
  auto store = parse_store(url);
  if (!store) section.fail("url", "\"sqlite:FILE\" or \"memory:\"");
  if (!store->memory) store->path = resolve(folder, store->path);
  if (reserve) store->reserve_bytes = static_cast<std::uint64_t>(*reserve) << 20;
  return *store;
}

}  // namespace till::cli
