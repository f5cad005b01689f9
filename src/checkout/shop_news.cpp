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
  return std::nullopt;
}

bool went_through(const Adjustment& each) {
  return each.type == AdjustmentType::refund && each.status == AdjustmentStatus::completed &&
         !each.by_shop;
}

Amount paid_back(const Order& order) {
  Amount sum;
  for (const Adjustment& each : order.adjustments) {
    if (went_through(each)) sum.minor += each.amount.value_or(Amount{0}).minor;
  }
  return sum;
}

// By how much more was paid back: what a provider reports may grow, and be told apart later.
std::optional<ShopNews> refund_news(const Order& before, const Order& after) {
  const Amount more{paid_back(after).minor - paid_back(before).minor};
  if (more.minor <= 0) return std::nullopt;
  ShopNews news{ShopNewsType::refunded, more, {}};
  for (const Adjustment& each : after.adjustments) {
    const Adjustment* const known = find(before, each.id);
    if (went_through(each) && (known == nullptr || !went_through(*known)))
      news.reason = each.reason;
  }
  return news;
}

}  // namespace

std::vector<ShopNews> shop_news(const Order& before, const Order& after, bool by_shop) {
  std::vector<ShopNews> news;
  const bool canceled = after.status == OrderStatus::canceled;
  if (!by_shop && !canceled && stands_still(before) != stands_still(after)) {
    news.push_back({stands_still(after) ? ShopNewsType::held : ShopNewsType::released});
  }
  if (auto refund = refund_news(before, after)) news.push_back(std::move(*refund));
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
