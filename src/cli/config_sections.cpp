#include "cli/config_sections.h"

#include <cstdlib>
#include <utility>

#include "base/blanks.h"
#include "base/url.h"
#include "cli/files.h"

namespace till::cli {
namespace {

std::string without_end_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

std::string read_base_url(TomlSection& section, const char* key, const std::string& url) {
  if (!parse_url(url) || url.find('?') != std::string::npos) {
    section.fail(key, "a URL like https://shop.example.com");
  }
  return without_end_slash(url);
}

Secret read_secret_in(TomlSection& section, SecretReading& reading, const std::string& key,
                      const std::string& file) {
  constexpr std::string_view kEnd = "_file";
  std::string path = resolve(reading.folder, file);
  auto text = read_secret_file(path);
  if (!text) section.fail(key.c_str(), "a file that holds the secret: " + text.error());
  const std::string name = key.ends_with(kEnd) ? key.substr(0, key.size() - kEnd.size()) : key;
  reading.places.push_back({section.name_of(name), std::move(path)});
  return Secret(std::move(*text));
}

Secret read_secret(TomlSection& section, SecretReading& reading, const std::string& key) {
  const std::string file_key = key + "_file";
  const std::string variable_key = key + "_env";
  const auto plain = section.text(key.c_str());
  const auto file = section.text(file_key.c_str());
  const auto variable = section.text(variable_key.c_str());
  if (int{plain.has_value()} + int{file.has_value()} + int{variable.has_value()} > 1) {
    section.fail(key.c_str(), "given once: as itself, as _file or as _env");
  }
  if (plain) {
    reading.places.push_back({section.name_of(key), ""});
    return Secret(*plain);
  }
  if (file) return read_secret_in(section, reading, file_key, *file);
  if (!variable) return {};
  const char* const value = std::getenv(variable->c_str());
  if (value == nullptr || trimmed(value).empty()) {
    section.fail(variable_key.c_str(), "a variable that is set; set " + *variable);
  }
  return Secret(value);
}

}  // namespace till::cli
