#include "cli/toml_section.h"

#include "base/blanks.h"
#include "base/visible.h"

namespace till::cli {
namespace {

const toml::table kEmpty;

std::string between(Bounds bounds) {
  return "a whole number from " + std::to_string(bounds.least) + " to " +
         std::to_string(bounds.most);
}

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

bool inside(std::optional<std::int64_t> number, Bounds bounds) {
  return number && *number >= bounds.least && *number <= bounds.most;
}

}  // namespace

const toml::node* TomlSection::find(const char* key) {
  known_.insert(key);
  return table_.get(key);
}

std::string TomlSection::name_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void TomlSection::fail(const char* key, const std::string& wanted) const {
  const SettingPlace refused = place(key);
  throw ConfigFault{refused.key + " must be " + wanted, refused.line};
}

SettingPlace TomlSection::place(const char* key) const {
  const toml::node* const node = table_.get(key);
  return {name_of(key), node ? node->source().begin.line : 0};
}

std::optional<std::string> TomlSection::text(const char* key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  auto value = node->value_exact<std::string>();
  if (!value || is_blank(*value)) fail(key, "a text in quotes, and not blank");
  return value;
}

std::string TomlSection::need_text(const char* key) {
  auto value = text(key);
  if (!value) fail(key, "set to a text in quotes");
  return *value;
}

std::string TomlSection::need_name(const char* key) {
  std::string name = need_text(key);
  if (!is_visible(name) || trimmed(name) != name) {
    fail(key, "a name without blanks around it, control characters and hidden characters");
  }
  return name;
}

std::optional<std::int64_t> TomlSection::whole(const char* key, Bounds bounds) {
  const toml::node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value_exact<std::int64_t>();
  if (!inside(value, bounds)) fail(key, between(bounds));
  return value;
}

std::optional<bool> TomlSection::yes(const char* key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value_exact<bool>();
  if (!value) fail(key, "true or false");
  return value;
}

std::optional<std::vector<std::string>> TomlSection::texts(const char* key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  std::vector<std::string> all;
  const toml::array* const list = node->as_array();
  if (list == nullptr) fail(key, "a list of texts like [\"…\"]");
  for (const toml::node& entry : *list) {
    auto value = entry.value_exact<std::string>();
    if (!value || is_blank(*value)) fail(key, "a list of texts like [\"…\"]");
    all.push_back(std::move(*value));
  }
  return all;
}

std::optional<std::vector<std::int64_t>> TomlSection::wholes(const char* key, Bounds bounds) {
  const toml::node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  std::vector<std::int64_t> all;
  const toml::array* const list = node->as_array();
  if (list == nullptr) fail(key, "a list, each entry " + between(bounds));
  for (const toml::node& entry : *list) {
    const auto value = entry.value_exact<std::int64_t>();
    if (!inside(value, bounds)) fail(key, "a list, each entry " + between(bounds));
    all.push_back(*value);
  }
  return all;
}

TomlSection TomlSection::section(const char* key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return {kEmpty, name_of(key)};
  if (!node->is_table()) fail(key, "a section: [" + name_of(key) + "]");
  return {*node->as_table(), name_of(key)};
}

std::vector<TomlSection> TomlSection::sections(const char* key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return {};
  const std::string wanted = "written as one [[" + name_of(key) + "]] for each";
  const toml::array* const list = node->as_array();
  if (list == nullptr) fail(key, wanted);
  std::vector<TomlSection> all;
  for (const toml::node& entry : *list) {
    if (!entry.is_table()) fail(key, wanted);
    all.emplace_back(*entry.as_table(), name_of(key) + "[" + std::to_string(all.size()) + "]");
  }
  return all;
}

void TomlSection::end() const {
  for (const auto& [key, node] : table_) {
    if (!known_.contains(key.str())) {
      throw ConfigFault{name_of(key.str()) + " is not a key Till knows; remove or correct it",
                        key.source().begin.line};
    }
  }
}

}  // namespace till::cli
