// What refusals say to those who write agents, and to operators: in English only. Private to wire.
#pragma once

#include "wire/sentences.h"

namespace till::wire {

inline constexpr Sentence kRefusalSentences[]{
    // Why a request is refused: the key and the machine.
    {TextId::key_conflict,
     "This Idempotency-Key was used with another body. Send a new key for a new request."},
    {TextId::key_in_flight,
     "The first request with this Idempotency-Key is not finished. Retry after a moment."},
    {TextId::server_busy, "The server is busy. Retry after a moment."},
    {TextId::server_failed, "The server failed. Retry with the same Idempotency-Key."},
    {TextId::read_failed, "The server failed. Retry."},
    {TextId::shop_silent, "The shop does not answer at the moment. Try again."},
    {TextId::provider_silent,
     "The payment provider does not answer. Nothing was charged; retry after a moment."},
    // The session and the cart.
    {TextId::session_unknown,
     "There is no such checkout session. Check the id or create a new session."},
    {TextId::session_completed,
     "This checkout session is completed and cannot change. Create a new session."},
    {TextId::session_canceled,
     "This checkout session is canceled and cannot change. Create a new session."},
    {TextId::session_expired,
     "This checkout session is expired and cannot change. Create a new session."},
    {TextId::payment_under_way,
     "A payment for this checkout session is under way. Get the session until it is settled."},
    {TextId::approval_pending,
     "The seller has not approved this purchase yet. Get the session until it is decided, or "
     "cancel it."},
    {TextId::not_ready_for_payment, "This checkout session is not ready for payment."},
    {TextId::too_many_declines,
     "So many payments of this checkout session failed that no more are tried. Cancel it and "
     "create a new session."},
    {TextId::authentication_untold,
     "This checkout session waits for 3-D Secure. Authenticate the buyer with "
     "authentication_metadata and send authentication_result, whatever the outcome."},
    {TextId::session_too_large,
     "This would make a checkout session of more than {0} KiB. Send less in the member that param "
     "names."},
    {TextId::too_many_open_sessions,
     "This agent has {0} open checkout sessions, which is as many as it may. Complete or cancel "
     "some, or wait until they expire."},
    {TextId::cart_unknown,
     "There is no such cart; it may have expired or been canceled. Create a new cart."},
    // What is asked of the shop.
    {TextId::amount_too_large,
     "The amount would exceed what can be charged. Ask for a smaller quantity."},
    {TextId::currency_not_sold,
     "This seller does not sell in that currency. Use one of the supported_currencies of "
     "/.well-known/acp.json."},
    {TextId::item_unknown, "This seller has no item of that id. Use an id from the product feed."},
    {TextId::item_without_price,
     "This item is not sold in the session's currency. Leave it out or use another currency."},
    {TextId::quote_unknown,
     "No quote of that id holds for this agent and this buyer: it may be another buyer's, be over "
     "or be used up. Send the buyer it was made for, or leave it out to buy at the prices of "
     "everyone."},
    {TextId::handler_unknown, "Use the id of a handler in capabilities.payment.handlers."},
    {TextId::instrument_not_taken, "This handler takes no such instrument. Use {0}."},
    {TextId::credential_not_taken, "This handler takes no such credential. Use {0}."},
    {TextId::no_sale_on_account, "This seller does not sell on account. Send an instrument."},
    {TextId::no_approval_on_request,
     "This seller decides on no purchase by card beforehand. Leave it out."},
    {TextId::card_blocked, "A risk signal blocks this card. Ask the buyer for another one."},
    {TextId::card_not_of_sandbox,
     "This is a sandbox: use one of the test cards, such as 4242 4242 4242 4242."},
    {TextId::buyer_forgotten,
     "The buyer of this session asked to be forgotten. Begin a new session."},
    // What an operator asks of a purchase that waits or whose payment is in doubt.
    {TextId::approval_not_awaited,
     "This checkout session does not wait for an approval. Leave it."},
    {TextId::purchase_impossible,
     "This purchase cannot be made any more. Deny it, so that the agent can mend it."},
    {TextId::approved_total_changed,
     "The total was {0} when the approval was asked for and is {1} now. Approve again with "
     "accept_total (--accept-total) {2} to charge what the buyer was shown, or {3} to charge what "
     "it costs now, or deny it."},
    {TextId::approved_delivery_changed,
     "The total was {0} when the approval was asked for and is {1} now, by another delivery. "
     "Approve again with accept_total (--accept-total) {2} to charge what the buyer was shown, or "
     "{3} to charge what it costs now, or deny it."},
    {TextId::store_unreadable, "The store cannot be read."},
    {TextId::provider_silent_at_approval,
     "The payment provider does not answer. Nothing was charged; approve again after a moment."},
    {TextId::payment_not_in_doubt,
     "No payment of this session is in doubt. Get the session to see why."},
    {TextId::payment_of_other_provider,
     "This payment was begun at the payment provider \"{0}\", which is not configured any more. "
     "Name it in [payments] former and restart; it is asked then."},
    {TextId::provider_does_not_answer,
     "The payment provider does not answer. Retry after a moment."},
    {TextId::charge_unknown,
     "The payment provider does not know this charge as one of this session."},
    {TextId::provider_being_asked,
     "The payment provider is being asked just now. Retry in a moment."},
    // What an operator asks of an order.
    {TextId::order_unknown, "There is no such order. Check the id."},
    {TextId::order_failed, "The server failed. Retry the request."},
    {TextId::order_canceled, "The order is canceled and cannot change any more."},
    {TextId::order_on_hold, "The order is on hold. Approve it first."},
    {TextId::order_on_hold_already, "The order is on hold already. Approve it."},
    {TextId::order_not_on_hold, "The order is not on hold, so there is nothing to approve."},
    {TextId::order_left_whole, "Everything of the order has left; there is nothing to hold back."},
    {TextId::order_left_in_part,
     "Part of the order has left and cannot be called back. Refund it instead."},
    {TextId::order_line_unknown, "The order has no line {0}. Name a line's id or an item's."},
    {TextId::order_line_not_open, "Nothing of {0} is open: all of it was fulfilled before."},
    {TextId::quantity_not_open, "{0} of {1} are open. Ask for at least one and at most that."},
    {TextId::nothing_open, "Nothing is open: everything of the order was fulfilled before."},
    {TextId::not_picked_up, "These goods are not picked up by the buyer. Ship them instead."},
    {TextId::not_in_a_parcel,
     "Carrier and tracking belong to a parcel, and nothing of this goes into one."},
    {TextId::fulfillment_unknown,
     "The order has no fulfillment {0}. Use an id of its fulfillments."},
    {TextId::not_digital, "A link or a key delivers digital goods, and these are none."},
    {TextId::nothing_has_left,
     "Nothing of the order has left. Ship it or lay it out for pickup first."},
    {TextId::delivered_already,
     "Everything that left was delivered before. Ship what is open, if anything is."},
    // What an operator asks of an order's money.
    {TextId::refund_too_small, "Give back at least one minor unit."},
    {TextId::nothing_to_refund,
     "Everything that was charged has been given back or is on its way back."},
    {TextId::refund_too_large,
     "Only {0} of the {1} that were charged can still be given back. Ask for at most that."},
    {TextId::refund_refused,
     "The payment provider refused to give the money back; the order shows the refund as failed. "
     "Refund again or give it back another way."},
    {TextId::nothing_charged_yet,
     "Nothing was charged yet. Cancel the order, which lets all of the money go."},
    {TextId::money_not_settled,
     "The payment provider has not answered about this order's money yet. Refund again in a "
     "moment."},
    {TextId::money_lapsed,
     "The money was not captured in time and cannot be any more. Cancel the order."},
    {TextId::money_elsewhere,
     "The payment provider \"{0}\" has the money of this order and is not configured any more. "
     "Name "
     "it in [payments] former and restart, or move the money in its own dashboard."},
    {TextId::amount_not_payable,
     "The payment provider moves multiples of {0} {1} only. Name such an amount."},
    // What an operator approves.
    {TextId::token_of_former_provider,
     "The token of this purchase is for a payment provider that takes no purchases here any more. "
     "Deny it, so that the agent pays otherwise."},
    {TextId::purchase_not_accepted_by_shop,
     "The shop's own software does not accept this purchase; the log tells why. Mend that and "
     "approve again, or deny it."},
};

}  // namespace till::wire
