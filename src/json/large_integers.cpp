#include "json/large_integers.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/ascii.h"

namespace till::json {
namespace {

constexpr std::string_view kMarkEscaped = "\\uffff";
constexpr std::size_t kAlwaysFit = 18;  // Digits.

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Behind the quote that ends the text which begins at `at`.
std::size_t end_of_text(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

bool has_mark(std::string_view json) {
  if (json.find(kLargeIntegerMark) != std::string_view::npos) return true;
  for (std::size_t at = json.find('\\'); at < json.size(); at = json.find('\\', at + 1)) {
    if (starts_with_ignoring_case(json.substr(at), kMarkEscaped)) return true;
  }
  return false;
}

template <class Integer>
bool fits(std::string_view token) {
  Integer number = 0;
  const auto end = token.data() + token.size();
  const auto read = std::from_chars(token.data(), end, number);
  return read.ec == std::errc() && read.ptr == end;
}

// An integer as JSON spells it, beyond both kinds of 64 bits.
bool is_large_integer(std::string_view token) {
  const std::string_view digits = token.starts_with('-') ? token.substr(1) : token;
  if (digits.size() <= kAlwaysFit || digits.front() == '0') return false;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  return !fits<std::int64_t>(token) && !fits<std::uint64_t>(token);
}

}  // namespace

std::optional<std::string> with_large_integers_as_texts(std::string_view json) {
  if (has_mark(json)) return std::nullopt;
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      at = end_of_text(json, at);
      continue;
    }
    if (json[at] != '-' && !is_digit(json[at])) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(json.find_first_not_of("+-.0123456789eE", at), json.size());
    const std::string_view token = json.substr(at, end - at);
    if (is_large_integer(token)) {
      out.append(json.substr(copied, at - copied)).append("\"").append(kMarkEscaped);
      out.append(token).append("\"");
      copied = end;
    }
    at = end;
  }
  if (copied == 0) return std::nullopt;
  return out.append(json.substr(copied));
}

}  // namespace till::json
