// What of a change of an order its buyer is told by mail. Pure.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "base/id.h"
#include "checkout/order.h"

namespace till::checkout {

enum class BuyerNewsType { confirmed, shipped, ready_for_pickup, refunded, canceled };

// What each is called in the config and in the outbox.
struct BuyerNewsRow {
  BuyerNewsType type;
  std::string_view name;
};
inline constexpr std::array kBuyerNews{
    BuyerNewsRow{BuyerNewsType::confirmed, "confirmation"},
    BuyerNewsRow{BuyerNewsType::shipped, "shipped"},
    BuyerNewsRow{BuyerNewsType::ready_for_pickup, "ready_for_pickup"},
    BuyerNewsRow{BuyerNewsType::refunded, "refunded"},
    BuyerNewsRow{BuyerNewsType::canceled, "canceled"},
};

struct BuyerNews {
  BuyerNewsType type = BuyerNewsType::confirmed;
  std::optional<FulfillmentId> fulfillment = {};  // That left, waits, or can be had.
  std::optional<AdjustmentId> adjustment = {};    // That took pieces away.
  std::optional<Amount> amount = {};              // That went back.
  bool operator==(const BuyerNews&) const = default;
};

// In the order in which it is to be told; `before` is null when the order was placed just now. What
// left is told once, a refund once it went through, and by how much more went back. An order whose
// buyer is forgotten has nobody to tell.
std::vector<BuyerNews> buyer_news(const Order* before, const Order& after);

}  // namespace till::checkout
