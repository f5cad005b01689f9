#include "cli/settings.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <utility>

#include "cli/files.h"
#include "payments/providers.h"

namespace till::cli {
namespace {

// What SIGHUP takes over, as the keys begin.
constexpr std::array<std::string_view, 5> kLive{"agents[", "operators[", "admin.", "backend.secret",
                                                "backend.previous_secret"};

// The same of a payment provider's section.
bool is_live_of(const payments::ProviderRow& row, std::string_view key) {
  if (!key.starts_with(row.name)) return false;
  key.remove_prefix(row.name.size());
  return key.starts_with('.') &&
         std::any_of(row.live.begin(), row.live.end(),
                     [key](std::string_view prefix) { return key.substr(1).starts_with(prefix); });
}

Digest digest_of(const toml::node& value, const std::string& key, const std::string& folder) {
  std::ostringstream text;
  value.visit([&text](const auto& each) { text << each; });
  std::string content;
  const auto path = value.value<std::string>();
  if (path && key.ends_with("_file")) {
    content = read_file(resolve(folder, *path)).value_or("");
  }
  return sha256_of_parts({text.str(), content});
}

bool is_list_of_tables(const toml::node& node) {
  const toml::array* const list = node.as_array();
  return list != nullptr && !list->empty() && list->is_homogeneous(toml::node_type::table);
}

void add_table(const toml::table& table, const std::string& prefix, const std::string& folder,
               Settings& settings) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* const below = node.as_table()) {
      add_table(*below, key + ".", folder, settings);
    } else if (is_list_of_tables(node)) {
      std::size_t index = 0;
      for (const toml::node& entry : *node.as_array()) {
        add_table(*entry.as_table(), key + "[" + std::to_string(index++) + "].", folder, settings);
      }
    } else {
      settings.emplace(key, digest_of(node, key, folder));
    }
  }
}

bool is_live(std::string_view key) {
  const auto rows = payments::known_providers();
  return std::any_of(rows.begin(), rows.end(),
                     [key](const auto& row) { return is_live_of(row, key); }) ||
         std::any_of(kLive.begin(), kLive.end(),
                     [key](std::string_view prefix) { return key.starts_with(prefix); });
}

}  // namespace

Settings settings_of(const toml::table& table, const std::string& folder) {
  Settings settings;
  add_table(table, "", folder, settings);
  return settings;
}

std::vector<std::string> changed_at_restart(const Settings& running, const Settings& written) {
  std::vector<std::string> changed;
  for (const auto& [key, digest] : running) {
    const auto now = written.find(key);
    if (now == written.end() || now->second != digest) changed.push_back(key);
  }
  for (const auto& [key, digest] : written) {
    if (!running.contains(key)) changed.push_back(key);
  }
  std::erase_if(changed, is_live);
  std::sort(changed.begin(), changed.end());
  return changed;
}

}  // namespace till::cli
