// Text: what the rules say to agents, buyers and operators, by its meaning. The sentences stand in
// wire, which tells them in a dialect and a language.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace till::checkout {

// What is stored names a text by its place: new ones come last, none is moved or taken out.
enum class TextId : std::uint16_t {
  none,
  // What a session says of its lines.
  cart_empty,
  item_gone,
  item_out_of_stock,
  item_short,
  item_beyond_order_limit,
  // Of where they go.
  address_missing,
  address_missing_for_tax,
  state_missing_for_tax,
  state_unknown,
  address_not_located,
  country_unserved,
  state_unserved,
  postal_code_unserved,
  line_undeliverable,
  line_undeliverable_there,
  line_undeliverable_in_group,
  // Of the choices of a delivery.
  option_unknown,
  option_left_without_lines,
  option_unfit,
  line_unknown,
  line_selected_twice,
  line_grouped_twice,
  place_unknown,
  // Why a discount code does not count, in the order of the codes of messages.
  discount_expired,
  discount_unknown,
  discount_repeated,
  discount_minimum_not_met,
  discount_for_members,
  discount_not_combinable,
  discount_once_per_buyer,
  discount_used_up,
  // Of the whole purchase.
  intervention_impossible,
  total_too_small,
  total_too_large,
  price_changed,
  delivery_changed,
  exemption_to_be_seen,
  approval_awaited,
  approval_denied,
  // Of an authentication.
  authentication_asked,
  authentication_denied,
  authentication_abandoned,
  authentication_impossible,
  // Why a payment failed.
  nothing_charged,
  card_declined,
  card_without_funds,
  card_needs_authentication,
  token_unknown,
  token_used,
  token_expired,
  token_of_other_session,
  token_of_other_seller,
  token_of_other_currency,
  token_too_small,
  token_revoked,
  buyer_not_authenticated,
  charge_too_small,
  charge_too_large,
  currency_not_charged,
  proof_refused,
  provider_refused,
  payment_failed,
  // Why a request is refused: the key and the machine.
  key_conflict,
  key_in_flight,
  server_busy,
  server_failed,
  read_failed,
  shop_silent,
  provider_silent,
  // The session and the cart.
  session_unknown,
  session_completed,
  session_canceled,
  session_expired,
  payment_under_way,
  approval_pending,
  not_ready_for_payment,
  too_many_declines,
  authentication_untold,
  session_too_large,
  too_many_open_sessions,
  cart_unknown,
  // What is asked of the shop.
  amount_too_large,
  currency_not_sold,
  item_unknown,
  item_without_price,
  quote_unknown,
  handler_unknown,
  instrument_not_taken,
  credential_not_taken,
  no_sale_on_account,
  no_approval_on_request,
  card_blocked,
  card_not_of_sandbox,
  buyer_forgotten,
  // What an operator asks of a purchase that waits or whose payment is in doubt.
  approval_not_awaited,
  purchase_impossible,
  approved_total_changed,
  approved_delivery_changed,
  store_unreadable,
  provider_silent_at_approval,
  payment_not_in_doubt,
  payment_of_other_provider,
  provider_does_not_answer,
  charge_unknown,
  provider_being_asked,
  // What an operator asks of an order.
  order_unknown,
  order_failed,
  order_canceled,
  order_on_hold,
  order_on_hold_already,
  order_not_on_hold,
  order_left_whole,
  order_left_in_part,
  order_line_unknown,
  order_line_not_open,
  quantity_not_open,
  nothing_open,
  not_picked_up,
  not_in_a_parcel,
  fulfillment_unknown,
  not_digital,
  nothing_has_left,
  delivered_already,
  // What an operator asks of an order's money.
  refund_too_small,
  nothing_to_refund,
  refund_too_large,
  refund_refused,
  nothing_charged_yet,
  money_not_settled,
  money_lapsed,
  money_elsewhere,
  amount_not_payable,
  token_of_former_provider,
  // What the shop behind Till says to a purchase.
  purchase_not_accepted,
  purchase_not_accepted_by_shop,
  // Of a line whose price the agent showed otherwise.
  price_not_as_suggested,
};

inline constexpr TextId kLastText = TextId::price_not_as_suggested;

struct Text {
  TextId id = TextId::none;
  std::vector<std::string> arguments;  // Numbers, names and amounts, in the order of the sentence.
  // The sentence itself, while `id` is none: from whoever decoded the request, or from an earlier
  // version of Till, which stored sentences. Without arguments it stands as it is.
  std::string words;

  Text() = default;
  Text(TextId said, std::vector<std::string> with = {}) : id(said), arguments(std::move(with)) {}
  static Text spelled(std::string sentence) {
    Text text;
    text.words = std::move(sentence);
    return text;
  }
  bool empty() const { return id == TextId::none && words.empty(); }
  bool operator==(const Text&) const = default;
};

}  // namespace till::checkout
