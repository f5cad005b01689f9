#include "commerce/embedded/tax_codes.h"

#include <algorithm>

namespace till::commerce {
namespace {

constexpr std::string_view kCodePrefix = "txcd_";

}  // namespace

bool is_tax_code(std::string_view text) {
  return text.size() == kCodePrefix.size() + 8 && text.starts_with(kCodePrefix) &&
         std::all_of(text.begin() + kCodePrefix.size(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> tax_code_of(const TaxSettings& settings, const std::string& tax_class) {
  const auto named = settings.codes.find(tax_class);
  if (named != settings.codes.end()) return named->second;
  if (tax_class.empty()) return std::string();
  // A folded class has hyphens for underscores.
  std::string code = tax_class;
  std::replace(code.begin(), code.end(), '-', '_');
  return is_tax_code(code) ? std::optional(code) : std::nullopt;
}

}  // namespace till::commerce
