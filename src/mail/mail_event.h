// What a mail's event in the outbox says: which news it is of. It names nobody. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkout/buyer_news.h"

namespace till::mail {

std::string body_of(const checkout::BuyerNews& news);

// Nothing when it is no such body.
std::optional<checkout::BuyerNews> news_in(std::string_view body);

}  // namespace till::mail
