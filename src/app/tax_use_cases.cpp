#include "app/tax_use_cases.h"

#include "app/order_versions.h"

namespace till::app {

// No agent is told of it, since it shows nowhere.
Step NoteTax::needs(const Loaded& loaded, Timestamp now) {
  if (!loaded.session || !loaded.session->order) return nothing_to_do();
  checkout::Order next = *loaded.session->order;
  if (next.taxes != known_) return nothing_to_do(loaded.session);
  if (const auto* sale = std::get_if<checkout::TaxSale>(&news_)) {
    next.taxes.sales.push_back(*sale);
  } else {
    next.taxes.reversals.push_back(std::get<checkout::TaxReversal>(news_));
  }
  return commit_next(next_version(*loaded.session, std::move(next), now));
}

}  // namespace till::app
