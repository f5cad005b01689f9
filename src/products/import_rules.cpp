#include "products/import_rules.h"

#include <charconv>

#include "base/blanks.h"

namespace till::products {
namespace {

constexpr std::size_t kDecimals = 4;

// The part in percent, rounded down: "30" or "0.5".
std::string percent_text(std::int64_t part) {
  std::string text = std::to_string(part / 10'000);
  std::string decimals = std::to_string(part % 10'000 + 10'000).substr(1);
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  if (!decimals.empty()) text += "." + decimals;
  return text + "%";
}

// More than that part of the whole. Exact for as many rows as any disk holds.
bool exceeds(std::int64_t count, std::int64_t whole, std::int64_t part) {
  return count * kWhole > whole * part;
}

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && text.front() != '-' ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> percent_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text = trimmed(text.substr(0, text.size() - 1));
  const std::size_t point = text.find('.');
  const auto whole = digits(text.substr(0, point));
  if (!whole || *whole > 100) return std::nullopt;
  std::int64_t part = *whole * 10'000;
  if (point != std::string_view::npos) {
    std::string decimals(text.substr(point + 1));
    if (decimals.empty() || decimals.size() > kDecimals) return std::nullopt;
    decimals.resize(kDecimals, '0');
    const auto rest = digits(decimals);
    if (!rest) return std::nullopt;
    part += *rest;
  }
  return part <= kWhole ? std::optional(part) : std::nullopt;
}

std::optional<std::string> refusal_of(const ImportCounts& counts, const ImportLimits& limits) {
  if (counts.rows() == 0) {
    return "the source holds no products; look whether it is the right one";
  }
  if (counts.rows() == counts.bad) {
    return "no row of the source is a product; look at --format, and at the rows above";
  }
  if (exceeds(counts.bad, counts.rows(), limits.most_bad)) {
    return std::to_string(counts.bad) + " of " + std::to_string(counts.rows()) +
           " rows are bad, and --max-bad allows " + percent_text(limits.most_bad) +
           "; mend them, or allow more";
  }
  if (exceeds(counts.went, counts.before(), limits.most_drop)) {
    return std::to_string(counts.went) + " of " + std::to_string(counts.before()) +
           " products would go, and --max-drop allows " + percent_text(limits.most_drop) +
           "; look whether the source is whole, give --update when it is a part of the shop, or "
           "allow more";
  }
  return std::nullopt;
}

std::string sentence_of(const ImportCounts& counts) {
  return std::to_string(counts.came) + " came, " + std::to_string(counts.changed) + " changed, " +
         std::to_string(counts.went) + " went, " + std::to_string(counts.bad) + " were bad; " +
         std::to_string(counts.same + counts.kept) + " stay as they are";
}

}  // namespace till::products
