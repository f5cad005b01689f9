#include "commerce/embedded/tax_rate.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/folding.h"

namespace till::commerce {
namespace {

constexpr std::size_t kLongestCode = 20;
constexpr std::string_view kDots = "...";
constexpr std::string_view kOneCharacterOfDots = "\xE2\x80\xA6";

// Of a code with nothing in it but letters and digits; empty when it is none.
std::string code_in(std::string_view text) {
  std::string code = folded_postal_code(trimmed(text));
  const bool sound =
      std::all_of(code.begin(), code.end(),
                  [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }) &&
      text.find_first_of("*.,;:/_") == std::string_view::npos;
  return sound && code.size() <= kLongestCode ? code : std::string();
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<PostalPattern> parse_range(std::string_view from, std::string_view until) {
  PostalPattern range{PostalPattern::Kind::range, code_in(from), code_in(until)};
  const bool sound =
      !range.from.empty() && range.from.size() == range.until.size() && range.from <= range.until;
  return sound ? std::optional(std::move(range)) : std::nullopt;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all.append(all.empty() ? "" : ";").append(text);
  return all;
}

}  // namespace

std::optional<PostalPattern> PostalPattern::parse(std::string_view text) {
  for (const std::string_view dots : {kDots, kOneCharacterOfDots}) {
    const std::size_t at = text.find(dots);
    if (at != std::string_view::npos) {
      return parse_range(text.substr(0, at), text.substr(at + dots.size()));
    }
  }
  text = trimmed(text);
  const bool open = text.ends_with('*');
  if (open) text.remove_suffix(1);
  PostalPattern pattern{open ? Kind::beginning : Kind::code, code_in(text), {}};
  return pattern.from.empty() ? std::nullopt : std::optional(std::move(pattern));
}

std::string PostalPattern::text() const {
  switch (kind) {
    case Kind::code: return from;
    case Kind::beginning: return from + "*";
    case Kind::range: break;
  }
  return from + std::string(kDots) + until;
}

std::optional<std::size_t> PostalPattern::closeness(std::string_view code) const {
  if (kind == Kind::code) return code == from ? std::optional(kTheCodeItself) : std::nullopt;
  if (kind == Kind::beginning) {
    return code.starts_with(from) ? std::optional(from.size()) : std::nullopt;
  }
  // Numbers are compared as numbers: 12345 does not lie between 1000 and 1999. A range of letters
  // is one of beginnings, as H2A to H4Z.
  if (code.size() < from.size() || (is_number(from) && code.size() != from.size())) return {};
  const std::string_view start = code.substr(0, from.size());
  if (start < from || until < start) return std::nullopt;
  const auto differ = std::mismatch(from.begin(), from.end(), until.begin()).first;
  return static_cast<std::size_t>(differ - from.begin());
}

std::string postal_code_in(std::string_view country, std::string_view code) {
  constexpr std::size_t kDigits = 5;
  constexpr std::size_t kWithFourMore = 9;
  std::string folded = folded_postal_code(code);
  if (country == "US" && folded.size() == kWithFourMore) folded.resize(kDigits);
  return folded;
}

std::string folded_class(std::string_view name) {
  std::string folded;
  for (const char c : trimmed(name)) folded += c == ' ' || c == '_' ? '-' : lower(c);
  return folded == "standard" ? std::string() : folded;
}

std::string key_of(const TaxRate& rate) {
  std::string key = rate.country.empty() ? "every country" : rate.country;
  if (rate.state) key += "-" + *rate.state;
  for (const PostalPattern& pattern : rate.postal_codes) key += " " + pattern.text();
  if (!rate.cities.empty()) key += " in " + joined(rate.cities);
  if (!rate.tax_class.empty()) key += " of class " + rate.tax_class;
  if (rate.priority != 1) key += " with priority " + std::to_string(rate.priority);
  return key;
}

}  // namespace till::commerce
