#include "checkout/suggested_prices.h"

#include <algorithm>
#include <cstddef>

#include "base/currency.h"

namespace till::checkout {

void honor_suggested_prices(Draft& draft, const std::vector<RequestedLine>& requested,
                            const MayStand& may_stand) {
  const std::size_t lines = std::min(draft.lines.size(), requested.size());
  for (std::size_t i = 0; i < lines; ++i) {
    LineItem& line = draft.lines[i];
    const auto& suggested = requested[i].suggested;
    if (suggested && may_stand(line.item_id, *suggested)) line.honored = suggested;
  }
}

void explain_suggested_prices(Draft& draft, const std::vector<RequestedLine>& requested) {
  const std::size_t lines = std::min(draft.lines.size(), requested.size());
  for (std::size_t i = 0; i < lines; ++i) {
    const LineItem& line = draft.lines[i];
    const auto& suggested = requested[i].suggested;
    if (!suggested || *suggested == line.unit_amount) continue;
    draft.messages.push_back({MessageType::warning,
                              MessageCode::price_change,
                              {Member::line, i},
                              Resolution::requires_buyer_review,
                              {TextId::price_not_as_suggested,
                               {line.title, decimal_text(line.unit_amount, draft.currency),
                                draft.currency, decimal_text(*suggested, draft.currency)}}});
  }
}

}  // namespace till::checkout
