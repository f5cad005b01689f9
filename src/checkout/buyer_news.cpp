#include "checkout/buyer_news.h"

#include <algorithm>

namespace till::checkout {
namespace {

const OrderFulfillment* find(const Order& order, const FulfillmentId& id) {
  const auto found = std::find_if(order.fulfillments.begin(), order.fulfillments.end(),
                                  [&id](const OrderFulfillment& each) { return each.id == id; });
  return found == order.fulfillments.end() ? nullptr : &*found;
}

bool is_known(const Order& order, const AdjustmentId& id) {
  return std::any_of(order.adjustments.begin(), order.adjustments.end(),
                     [&id](const Adjustment& each) { return each.id == id; });
}

bool is_delivered(const OrderFulfillment* fulfillment) {
  return fulfillment != nullptr && fulfillment->status == FulfillmentStatus::delivered;
}

// Goods are told of when they leave, a download once it can be had.
std::optional<BuyerNewsType> news_of(const OrderFulfillment* before, const OrderFulfillment& now) {
  const auto once = [](bool fresh, BuyerNewsType type) {
    return fresh ? std::optional(type) : std::nullopt;
  };
  switch (now.type) {
    case FulfillmentType::shipping:
    case FulfillmentType::local_delivery: return once(before == nullptr, BuyerNewsType::shipped);
    case FulfillmentType::pickup: return once(before == nullptr, BuyerNewsType::ready_for_pickup);
    case FulfillmentType::digital: break;
  }
  return once(is_delivered(&now) && !is_delivered(before), BuyerNewsType::shipped);
}

// What was never charged does not come back.
Amount paid_back(const Order& order) {
  Amount sum;
  for (const Adjustment& each : order.adjustments) {
    const bool counts = each.type == AdjustmentType::refund &&
                        each.status == AdjustmentStatus::completed && each.amount &&
                        each.reference != kNeverCharged;
    if (counts) sum.minor += each.amount->minor;
  }
  return sum;
}

}  // namespace

std::vector<BuyerNews> buyer_news(const Order* before, const Order& after) {
  if (after.erased_at) return {};
  if (before == nullptr) return {{BuyerNewsType::confirmed}};
  std::vector<BuyerNews> news;
  for (const OrderFulfillment& each : after.fulfillments) {
    const auto type = news_of(find(*before, each.id), each);
    if (type) news.push_back({*type, each.id});
  }
  for (const Adjustment& each : after.adjustments) {
    const bool canceled = each.type == AdjustmentType::cancellation;
    if (!canceled || is_known(*before, each.id)) continue;
    news.push_back({BuyerNewsType::canceled, {}, each.id});
  }
  const Amount more{paid_back(after).minor - paid_back(*before).minor};
  if (more > Amount{0}) news.push_back({BuyerNewsType::refunded, {}, {}, more});
  return news;
}

}  // namespace till::checkout
