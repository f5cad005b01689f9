// What a reversal takes back of a transaction. Pure.
#pragma once

#include <optional>

#include "stripe_double/answer.h"
#include "stripe_double/tax_objects.h"

namespace till::stripe_double {

// Fills the reversal's lines and shipping as the form wants, and lowers what is left of the
// original; what Stripe says against it otherwise, and then neither is changed.
std::optional<Answer> take_back(const Form& form, TaxTransaction& original,
                                TaxTransaction& reversal);

}  // namespace till::stripe_double
