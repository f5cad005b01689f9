// Where the buyer's page of an order is, below the public URL.
#pragma once

#include <string_view>

namespace till::app {

inline constexpr std::string_view kShopPages = "/shop";
inline constexpr std::string_view kOrderPages = "/shop/orders/";

}  // namespace till::app
