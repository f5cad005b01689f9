// TomlSection: one table of till.toml, read key by key, every fault with its full key.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/config.h"

namespace till::cli {

// The first fault of a file, as a sentence. Thrown inside the config reader only, so that each key
// reads as one expression; load_config turns it into a refusal.
struct ConfigFault {
  std::string sentence;
  std::uint32_t line = 0;  // Where it stands; 0 for what is missing.
};

// The bounds of a number, both allowed.
struct Bounds {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Looks at the table, which must outlive it. Every reader throws a ConfigFault on a wrong value.
class TomlSection {
 public:
  TomlSection(const toml::table& table, std::string path) : table_(table), path_(std::move(path)) {}

  // Nothing when the key is absent. A text must not be blank.
  std::optional<std::string> text(const char* key);
  std::optional<std::int64_t> whole(const char* key, Bounds bounds);
  std::optional<bool> yes(const char* key);
  std::optional<std::vector<std::string>> texts(const char* key);
  std::optional<std::vector<std::int64_t>> wholes(const char* key, Bounds bounds);
  std::string need_text(const char* key);

  // Is anything written under the key?
  bool has(const char* key) const { return table_.contains(key); }
  // A table inside this one; an empty one when it is absent.
  TomlSection section(const char* key);
  // The tables of a list like [[agents]].
  std::vector<TomlSection> sections(const char* key);

  // Throws when a key was there that nobody asked for. Call after the last reader.
  void end() const;
  // A text that names someone in logs and lists: what is hidden there is no part of it.
  std::string need_name(const char* key);
  // Throws "KEY must be WANTED".
  [[noreturn]] void fail(const char* key, const std::string& wanted) const;
  // Where the value of a key stands.
  SettingPlace place(const char* key) const;
  // The full name of a key here, such as agents[0].id.
  std::string name_of(std::string_view key) const;

 private:
  const toml::node* find(const char* key);

  const toml::table& table_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace till::cli
