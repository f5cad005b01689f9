// The question of a sale whose calculation is gone, or was of more than was sold. Pure. Private to
// app.
#pragma once

#include <optional>

#include "app/tax_service.h"
#include "checkout/session.h"
#include "checkout/tax_news.h"

namespace till::app {

// Nothing when the purchase does not tell any more what was sold where.
std::optional<TaxQuestion> question_of(const checkout::Session& session,
                                       const checkout::TaxSaleDue& due);

// What of the purchase's tax is of this sale: added and within.
Amount tax_of(const checkout::Session& session, const checkout::TaxSaleDue& due);
Amount tax_of(const TaxCalculation& calculation);

}  // namespace till::app
