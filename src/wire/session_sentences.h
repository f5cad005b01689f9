// What a session says to buyers and their agents; translated in src/base/locales. Private to wire.
#pragma once

#include "wire/sentences.h"

namespace till::wire {

inline constexpr Sentence kSessionSentences[]{
    // What a session says of its lines.
    {TextId::cart_empty, "The cart is empty. Send line_items."},
    {TextId::item_gone, "{0} is no longer sold. Take the line out."},
    {TextId::item_out_of_stock, "None of {0} can be had. Ask for fewer or take the line out."},
    {TextId::item_short, "Only {0} of {1} can be had. Ask for fewer or take the line out."},
    {TextId::item_beyond_order_limit,
     "At most {0} of {1} can be bought in one order. Ask for fewer."},
    // Of where they go.
    {TextId::address_missing, "A shipping address is needed. Send fulfillment_details.address."},
    {TextId::address_missing_for_tax,
     "The tax depends on where the buyer is. Send fulfillment_details.address."},
    {TextId::state_missing_for_tax, "The tax depends on the state. Send the state of the address."},
    {TextId::state_unknown,
     "This country has no such state. Send the code or the name of the state."},
    {TextId::address_not_located,
     "The tax depends on where this address lies, which cannot be told. Check its postal code, "
     "state and country."},
    {TextId::country_unserved,
     "This seller does not deliver to that country. Ask for another address."},
    {TextId::state_unserved,
     "This seller does not deliver to that state. Ask for another address."},
    {TextId::postal_code_unserved,
     "This seller does not deliver to that postal code. Ask for another address."},
    {TextId::line_undeliverable, "{0} cannot be delivered. Take the line out."},
    {TextId::line_undeliverable_there,
     "{0} cannot be delivered to this address. Take the line out."},
    {TextId::line_undeliverable_in_group,
     "{0} cannot be delivered in the way its fulfillment group asks for. Change the group or take "
     "the line out."},
    // Of the choices of a delivery.
    {TextId::option_unknown, "This option is not offered. Choose one of fulfillment_options."},
    {TextId::option_left_without_lines,
     "Other selections name every line item that this option can carry."},
    {TextId::option_unfit,
     "This option cannot carry this line item. Choose another option for it."},
    {TextId::line_unknown, "This session has no such line item. Use ids of line_items."},
    {TextId::line_selected_twice,
     "This line item is in two selections. Choose one option for each line item."},
    {TextId::line_grouped_twice,
     "This line item is in two groups. Name it in one of fulfillment_groups."},
    {TextId::place_unknown,
     "No such place is offered. Use the id of a fulfillment option of this type."},
    // Why a discount code does not count, in the order of the codes of messages.
    {TextId::discount_expired, "This discount code has expired."},
    {TextId::discount_unknown, "This discount code is not known."},
    {TextId::discount_repeated, "This discount code is applied already."},
    {TextId::discount_minimum_not_met, "The items do not reach the minimum of this discount code."},
    {TextId::discount_for_members, "This discount code is for logged-in buyers."},
    {TextId::discount_not_combinable, "This discount code does not combine with the others."},
    {TextId::discount_once_per_buyer,
     "This discount code is for one use a buyer. Send the buyer's e-mail address."},
    {TextId::discount_used_up, "This discount code has been used as often as it may."},
    // Of the whole purchase.
    {TextId::intervention_impossible,
     "This seller asks for an authentication of every payment that this agent cannot show. Create "
     "a session with an agent that can."},
    {TextId::total_too_small,
     "The total is less than {0} {1}, the least that can be paid. Add something."},
    {TextId::total_too_large,
     "The total is more than {0} {1}, the most that can be paid at once. Take something out."},
    {TextId::price_changed,
     "The total changed since it was last shown and nothing was charged. Review it and complete "
     "again."},
    {TextId::price_not_as_suggested,
     "{0} costs {1} {2} and not {3}. Show the buyer this price before you go on."},
    {TextId::delivery_changed,
     "The delivery changed since it was last shown and nothing was charged. Review it and complete "
     "again."},
    {TextId::exemption_to_be_seen,
     "The seller looks at the tax exemption first: once completed, this purchase waits for an "
     "approval, and nothing is charged before."},
    {TextId::approval_awaited,
     "The seller has to approve this purchase. Get the session until it is decided; nothing is "
     "charged before."},
    {TextId::approval_denied,
     "The seller did not approve this purchase and nothing was charged. Pay in another way or "
     "cancel."},
    // Of an authentication.
    {TextId::authentication_asked,
     "The card's issuer wants to authenticate the buyer. Run 3-D Secure with "
     "authentication_metadata, then complete again with authentication_result."},
    {TextId::authentication_denied,
     "The card's issuer did not authenticate the buyer and nothing was charged. Ask for another "
     "card."},
    {TextId::authentication_abandoned,
     "The buyer did not finish the authentication and nothing was charged. Complete again to start "
     "anew."},
    {TextId::authentication_impossible,
     "The buyer could not be authenticated and nothing was charged. Complete again or ask for "
     "another card."},
    // Why a payment failed.
    {TextId::nothing_charged, "Nothing was charged. Complete again."},
    {TextId::card_declined, "The card was declined. Ask for another card."},
    {TextId::card_without_funds, "The card was declined for lack of funds. Ask for another card."},
    {TextId::card_needs_authentication,
     "This card needs 3-D Secure, which this agent did not declare among its interventions. Ask "
     "for another card."},
    {TextId::token_unknown, "The token is not known. Create a new one for this session."},
    {TextId::token_used, "The token was used before. Create a new one."},
    {TextId::token_expired, "The token has expired. Create a new one."},
    {TextId::token_of_other_session,
     "The token is for another checkout session. Create one for this session."},
    {TextId::token_of_other_seller,
     "The token is for another seller. Create one with the merchant_id of the handler."},
    {TextId::token_of_other_currency,
     "The token is for another currency. Create one in the session's currency."},
    {TextId::token_too_small, "The token allows less than the total. Create one for the total."},
    {TextId::token_revoked, "The token was revoked. Create a new one."},
    {TextId::buyer_not_authenticated,
     "The buyer was not authenticated. Ask again, or for another card."},
    {TextId::charge_too_small,
     "The total is less than the payment provider charges. Add something."},
    {TextId::charge_too_large,
     "The total is more than the payment provider charges. Take something out."},
    {TextId::currency_not_charged,
     "The payment provider does not charge in this currency. Create a session in another."},
    {TextId::proof_refused,
     "The payment provider does not take this proof of the authentication. Authenticate the buyer "
     "anew, or ask for another card."},
    {TextId::provider_refused,
     "The payment provider refused the payment for a reason that the seller has to mend. Nothing "
     "was charged."},
    {TextId::payment_failed, "The payment did not go through."},
    {TextId::purchase_not_accepted, "The seller did not accept the purchase. Nothing was charged."},
};

// A rejected code is told of twice: in the messages, and in fewer words beside the code itself.
inline constexpr Sentence kRejectionSentences[]{
    {TextId::discount_expired, "This code has expired."},
    {TextId::discount_unknown, "This code is not known."},
    {TextId::discount_repeated, "This code is already applied."},
    {TextId::discount_minimum_not_met, "The items do not reach the minimum of this code."},
    {TextId::discount_for_members, "Sign in to use this code."},
    {TextId::discount_not_combinable, "This code does not combine with the others."},
    {TextId::discount_once_per_buyer,
     "Each buyer may use this code once. Give your e-mail address."},
    {TextId::discount_used_up, "This code has been used as often as it may."},
};

}  // namespace till::wire
