#include "checkout/provider_rules.h"

#include "base/currency.h"

namespace till::checkout {
namespace {

OrderRefusal elsewhere(const Order& order) {
  return {OrderRefusalCode::provider_not_configured, {TextId::money_elsewhere, {order.provider}}};
}

OrderRefusal in_parts(const Order& order, std::int64_t step) {
  return {OrderRefusalCode::amount_not_payable,
          {TextId::amount_not_payable, {decimal_text({step}, order.currency), order.currency}}};
}

}  // namespace

std::optional<OrderRefusal> objection(const OrderCommand& command, const OrderChange& change,
                                      const std::optional<ChargeLimits>& at_hand) {
  const bool moves = change.refund || change.capture || change.cancel_payment;
  if (!at_hand) return moves ? std::optional(elsewhere(change.order)) : std::nullopt;
  // Also before the capture, which then takes that much less.
  const auto* refund = std::get_if<RefundOrder>(&command);
  const std::int64_t step = at_hand->step;
  const bool in_part = refund != nullptr && refund->amount && refund->amount->minor % step != 0;
  return in_part ? std::optional(in_parts(change.order, step)) : std::nullopt;
}

}  // namespace till::checkout
