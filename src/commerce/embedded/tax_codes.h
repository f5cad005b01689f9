// Tax codes: what a tax service calls the kinds of goods. Pure. Private to the embedded catalogue.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commerce/embedded/tax_settings.h"

namespace till::commerce {

// "txcd_" and eight digits.
bool is_tax_code(std::string_view text);

// The code of a folded class: the one that tax_codes names, or the class itself where it is one;
// empty for the standard class, whose code the service knows. Nothing when there is none.
std::optional<std::string> tax_code_of(const TaxSettings& settings, const std::string& tax_class);

}  // namespace till::commerce
