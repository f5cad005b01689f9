// [store] of till.toml.
#include <string>

#include "base/blanks.h"
#include "cli/config_sections.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr std::int64_t kMostReserveMb = 1'000'000;

}  // namespace

StoreConfig parse_store(const std::string& url) {
  const std::size_t colon = url.find(':');
  StoreConfig store;
  store.scheme = colon == std::string::npos ? "" : url.substr(0, colon);
  store.path = colon == std::string::npos ? url : url.substr(colon + 1);
  return store;
}

StoreConfig read_store(TomlSection section, const std::string& folder) {
  const std::string url = section.text("url").value_or("sqlite:till.db");
  const auto reserve = section.whole("reserve_mb", {0, kMostReserveMb});
  section.end();
  StoreConfig store = parse_store(url);
  store.place = section.place("url");
  if (!trimmed(store.path).empty() && !store.path.starts_with("//")) {
    store.path = resolve(folder, store.path);
  }
  if (reserve) store.reserve_bytes = static_cast<std::uint64_t>(*reserve) << 20;
  return store;
}

}  // namespace till::cli
