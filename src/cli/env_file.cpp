#include "cli/env_file.h"

#include <algorithm>

namespace till::cli {
namespace {

bool without_controls(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

}  // namespace

Result<EnvFile, std::string> EnvFile::parse(std::string_view text) {
  EnvFile file;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::string where = "line " + std::to_string(number);
    const std::size_t equals = line.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      return refused(where + " must be KEY=value");
    }
    // A token goes into a header, where a control character would begin another one.
    if (!without_controls(line)) return refused(where + " must hold no control character");
    file.values_[std::string(line.substr(0, equals))] = line.substr(equals + 1);
  }
  return file;
}

std::string EnvFile::text(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? "" : found->second;
}

std::string EnvFile::url(std::string_view key) const {
  std::string url = text(key);
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace till::cli
