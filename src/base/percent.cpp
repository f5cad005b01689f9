#include "base/percent.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace till {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc() && end == text.data() + text.size();
  return all && text.front() != '-' ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parts_per_million(std::string_view percent) {
  constexpr std::size_t kDecimals = 4;
  constexpr std::int64_t kHundred = 100;
  const std::size_t dot = percent.find('.');
  const auto before = whole(percent.substr(0, dot));
  std::string decimals(dot == std::string_view::npos ? "" : percent.substr(dot + 1));
  while (decimals.size() > kDecimals && decimals.ends_with('0')) decimals.pop_back();
  decimals.resize(std::max(decimals.size(), kDecimals), '0');
  const auto parts = whole(decimals);
  if (!before || !parts || decimals.size() > kDecimals || dot + 1 == percent.size()) return {};
  if (*before > kHundred || (*before == kHundred && *parts > 0)) return std::nullopt;
  return *before * kPartsOfPercent + *parts;
}

}  // namespace till
