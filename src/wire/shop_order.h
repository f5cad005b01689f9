// What the shop's own backend is told of orders, as docs/backend/schemas spell it (order.json and
// order-event.json). Pure.
#pragma once

#include <string>
#include <string_view>

#include "app/records.h"
#include "checkout/session.h"
#include "checkout/shop_news.h"

namespace till::wire {

// In place of an e-mail address that nobody knows any more, or that was never given.
inline constexpr std::string_view kNoEmail = "unknown@buyer.invalid";

// The order as it is now. The session must have one.
std::string shop_order(const checkout::Session& session);

// The purchase before it is charged, which `sold` has as its order (approval-request.json). Nothing
// of when it was asked: the same purchase is the same text. Without a provider it is on account.
std::string shop_approval(const checkout::Session& sold, const std::string& provider);

// What happened to it, under the id of the event, and when.
std::string shop_order_event(const checkout::ShopNews& news, const EventId& id, Timestamp at,
                             const checkout::Session& session);

// What is left of such a body once its buyer is forgotten, as `session` is then.
std::string shop_body_without_buyer(const app::OutboxEvent& event,
                                    const checkout::Session& session);

}  // namespace till::wire
