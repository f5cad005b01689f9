// What a buyer is told of an order by mail, in the order's language. Pure.
#pragma once

#include <string_view>

#include "checkout/buyer_news.h"
#include "checkout/order.h"
#include "mail/content.h"

namespace till::mail {

// Bounded in size, whatever the order holds. No download, licence key or e-mail address is in it:
// for those the link leads to the order's page.
Mail order_mail(const checkout::Order& order, const checkout::BuyerNews& news,
                std::string_view merchant);

}  // namespace till::mail
