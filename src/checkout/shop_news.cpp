#include "checkout/shop_news.h"

#include <algorithm>

namespace till::checkout {
namespace {

const Adjustment* find(const Order& order, const AdjustmentId& id) {
  const auto found = std::find_if(order.adjustments.begin(), order.adjustments.end(),
                                  [&id](const Adjustment& each) { return each.id == id; });
  return found == order.adjustments.end() ? nullptr : &*found;
}

std::optional<ShopNews> news_of(const Adjustment* before, const Adjustment& now) {
  if (now.by_shop) return std::nullopt;
  switch (now.type) {
    case AdjustmentType::cancellation:
      if (before != nullptr) return std::nullopt;
      return ShopNews{ShopNewsType::canceled, {}, now.reason};
    case AdjustmentType::dispute:
      if (before != nullptr) return std::nullopt;
      return ShopNews{ShopNewsType::disputed, now.amount.value_or(Amount{0}), now.reason};
    case AdjustmentType::refund: break;
  }
  const bool was_made = before != nullptr && before->status == AdjustmentStatus::completed;
  if (was_made || now.status != AdjustmentStatus::completed) return std::nullopt;
  return ShopNews{ShopNewsType::refunded, now.amount.value_or(Amount{0}), now.reason};
}

}  // namespace

std::vector<ShopNews> shop_news(const Order& before, const Order& after, bool by_shop) {
  std::vector<ShopNews> news;
  const bool canceled = after.status == OrderStatus::canceled;
  if (!by_shop && !canceled && is_held(before) != is_held(after)) {
    news.push_back({is_held(after) ? ShopNewsType::held : ShopNewsType::released});
  }
  for (const Adjustment& now : after.adjustments) {
    if (auto one = news_of(find(before, now.id), now)) news.push_back(std::move(*one));
  }
  return news;
}

void mark_by_shop(const Order& before, Order& after) {
  for (Adjustment& each : after.adjustments) {
    if (find(before, each.id) == nullptr) each.by_shop = true;
  }
}

}  // namespace till::checkout
