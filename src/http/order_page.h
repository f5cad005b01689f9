// The pages a buyer sees of an order: HTML without scripts, readable on a phone.
#pragma once

#include <string>
#include <string_view>

#include "checkout/order.h"

namespace till::http {

// Everything of the order that is the buyer's to know, in the order's language.
std::string render_order_page(const checkout::Order& order, std::string_view merchant);

// Asks for the e-mail address of the purchase; `notice` says why it is asked again, or is empty.
std::string render_email_form(std::string_view merchant, Language language,
                              std::string_view notice);

// One sentence, for what cannot be shown.
std::string render_notice_page(std::string_view merchant, Language language,
                               std::string_view sentence);

}  // namespace till::http
