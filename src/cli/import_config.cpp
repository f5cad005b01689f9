// [import] of till.toml.
#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>

#include "base/blanks.h"
#include "base/percent.h"
#include "base/source_url.h"
#include "cli/config_sections.h"
#include "cli/endpoint.h"
#include "cli/files.h"
#include "net/address_rules.h"

namespace till::cli {
namespace {

constexpr Bounds kImportSeconds{1, 604'800};
constexpr Bounds kTransferSeconds{1, 86'400};
constexpr Bounds kSourceMegabytes{1, 65'536};
constexpr std::size_t kMostSources = 32;
constexpr std::size_t kMostSourceName = 64;

bool is_source_name(std::string_view text) {
  return text.size() <= kMostSourceName && std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                  (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
         });
}

std::optional<std::string> read_part(TomlSection& section, const char* key) {
  auto text = section.text(key);
  if (!text) return std::nullopt;
  const bool sound =
      text->ends_with('%') &&
      parts_per_million(trimmed(std::string_view(*text).substr(0, text->size() - 1))).has_value();
  if (!sound) section.fail(key, "a percentage such as \"1%\" or \"0.5%\"");
  return text;
}

// What a source that is a part of the shop leaves to [import].
void check_shared(TomlSection& section, const ImportSourceConfig& source) {
  if (source.update) return;
  for (const char* const key : {"every_seconds", "max_bad"}) {
    if (!section.has(key)) continue;
    section.fail(key,
                 "left out, or update = true: sources of the whole shop are imported together, "
                 "as [import] says");
  }
}

void check_place(TomlSection& section, const ImportSourceConfig& source) {
  if (source.url.empty() == source.file.empty()) {
    section.fail("url", "set, or file instead of it");
  }
  if (source.url.empty()) {
    if (!source.token.empty()) section.fail("token", "left out, because a file needs none");
    return;
  }
  const auto url = parse_source_url(source.url.reveal());
  // Whoever reads along could change what the shop sells.
  if (!url || !is_webhook_url(url->url)) {
    section.fail("url", "an https URL, or an http URL of this machine");
  }
  if (!url->credentials.empty() && !source.token.empty()) {
    section.fail("token", "left out, because the URL has a name and a password");
  }
}

// A URL without password and query may be read by anyone who reads the config.
Secret read_url(TomlSection& section, SecretReading& secrets) {
  const std::size_t before = secrets.places.size();
  Secret url = read_secret(section, secrets, "url");
  const auto source = parse_source_url(url.reveal());
  const bool plain =
      source && source->credentials.empty() && source->url.find('?') == std::string::npos;
  if (plain && section.has("url")) secrets.places.resize(before);
  return url;
}

ImportSourceConfig read_source(TomlSection section, SecretReading& secrets) {
  ImportSourceConfig source;
  source.name = section.need_name("name");
  if (!is_source_name(source.name)) {
    section.fail("name", "at most 64 letters, digits, - and _");
  }
  source.url = read_url(section, secrets);
  const auto file = section.text("file");
  if (file) source.file = resolve(secrets.folder, *file);
  source.token = read_secret(section, secrets, "token");
  source.format_place = section.place("format");
  source.format = section.text("format").value_or("");
  source.update = section.yes("update").value_or(false);
  const auto every = section.whole("every_seconds", kImportSeconds);
  if (every) source.every = std::chrono::seconds(*every);
  source.max_bad = read_part(section, "max_bad");
  check_place(section, source);
  check_shared(section, source);
  section.end();
  return source;
}

}  // namespace

ImportConfig read_import(TomlSection section, SecretReading& secrets) {
  ImportConfig import;
  import.sources_place = section.place("sources");
  const auto every = section.whole("every_seconds", kImportSeconds);
  if (every) import.every = std::chrono::seconds(*every);
  import.max_bad = read_part(section, "max_bad").value_or(import.max_bad);
  import.max_drop = read_part(section, "max_drop").value_or(import.max_drop);
  const auto timeout = section.whole("timeout_seconds", kTransferSeconds);
  if (timeout) import.timeout = std::chrono::seconds(*timeout);
  const auto most = section.whole("max_mb", kSourceMegabytes);
  if (most) import.max_bytes = static_cast<std::uint64_t>(*most) * 1024 * 1024;
  const auto ca_file = section.text("ca_file");
  if (ca_file) import.ca_file = resolve(secrets.folder, *ca_file);
  import.allow_networks = section.texts("allow_networks").value_or(std::vector<std::string>{});
  for (const std::string& network : import.allow_networks) {
    if (!net::is_network(network)) {
      section.fail("allow_networks", "a list of networks such as \"10.0.0.0/8\"");
    }
  }
  std::set<std::string> names;
  for (TomlSection& source : section.sections("sources")) {
    import.sources.push_back(read_source(source, secrets));
    if (!names.insert(import.sources.back().name).second) source.fail("name", "unique");
  }
  if (import.sources.size() > kMostSources) {
    section.fail("sources", "at most " + std::to_string(kMostSources));
  }
  section.end();
  return import;
}

}  // namespace till::cli
