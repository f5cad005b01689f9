#include "cli/env_file.h"

#include <algorithm>
#include <utility>

namespace till::cli {
namespace {

constexpr const char* kQuoteInQuotes = "'\\''";

bool without_controls(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

// Characters that a shell leaves as they are.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=@%+,").find(c) != std::string_view::npos;
  });
}

// The text that a shell makes of `written`, which is in quotes of one kind; else `written` itself.
std::string unquoted(std::string_view written) {
  for (const auto& [quote, inside] : {std::pair('\'', kQuoteInQuotes), std::pair('"', "\\\"")}) {
    if (written.size() < 2 || !written.starts_with(quote) || !written.ends_with(quote)) continue;
    std::string text(written.substr(1, written.size() - 2));
    const std::string_view escape(inside);
    for (std::size_t at = 0; (at = text.find(escape, at)) != std::string::npos; ++at) {
      text.replace(at, escape.size(), 1, quote);
    }
    return text;
  }
  return std::string(written);
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += kQuoteInQuotes;
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

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
    file.values_[std::string(line.substr(0, equals))] = unquoted(line.substr(equals + 1));
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
