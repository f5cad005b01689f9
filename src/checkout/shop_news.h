// What of a change of an order its shop has to be told: what stops its parcel, and its money. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "checkout/order.h"

namespace till::checkout {

enum class ShopNewsType { canceled, refunded, held, released, disputed };

struct ShopNews {
  ShopNewsType type = ShopNewsType::canceled;
  std::optional<Amount> amount = {};       // Of a refund or dispute.
  std::optional<std::string> reason = {};  // The operator's words.
  bool operator==(const ShopNews&) const = default;
};

// In the order in which it is to be told. Nothing of what the shop asked for itself (`by_shop`, or
// marked so in the order), nor of what moved goods, which the shop alone does. A refund is told
// once it went through.
std::vector<ShopNews> shop_news(const Order& before, const Order& after, bool by_shop);

// Marks what came to the order since `before` as asked for by the shop.
void mark_by_shop(const Order& before, Order& after);

}  // namespace till::checkout
