#include "checkout/provider_rules.h"

#include "base/currency.h"

namespace till::checkout {
namespace {

OrderRefusal elsewhere(const Order& order) {
  return {OrderRefusalCode::provider_not_configured,
          "The payment provider \"" + order.provider +
              "\" has the money of this order and is not configured any more. Set [payments] "
              "provider back to it and restart, or move the money in its own dashboard."};
}

OrderRefusal in_parts(const Order& order, std::int64_t step) {
  return {OrderRefusalCode::amount_not_payable, "The payment provider moves multiples of " +
                                                    decimal_text({step}, order.currency) + " " +
                                                    order.currency + " only. Name such an amount."};
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
