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

bool is_at_hand(std::string_view provider, std::string_view configured) {
  return provider.empty() || provider == configured;
}

std::optional<OrderRefusal> objection(const OrderCommand& command, const OrderChange& change,
                                      const ProviderAtHand& at_hand) {
  const bool moves = change.refund || change.capture || change.cancel_payment;
  if (moves && !is_at_hand(change.order.provider, at_hand.name)) return elsewhere(change.order);
  // Also before the capture, which then takes that much less.
  const auto* refund = std::get_if<RefundOrder>(&command);
  const std::int64_t step = at_hand.limits.step;
  const bool in_part = refund != nullptr && refund->amount && refund->amount->minor % step != 0;
  return in_part ? std::optional(in_parts(change.order, step)) : std::nullopt;
}

}  // namespace till::checkout
