#include "commerce/item_terms.h"

namespace till::commerce {

checkout::ItemCondition item_condition(products::Condition condition) {
  switch (condition) {
    case products::Condition::fresh: return checkout::ItemCondition::fresh;
    case products::Condition::refurbished: return checkout::ItemCondition::refurbished;
    case products::Condition::used: break;
  }
  return checkout::ItemCondition::used;
}

products::Condition product_condition(checkout::ItemCondition condition) {
  switch (condition) {
    case checkout::ItemCondition::fresh: return products::Condition::fresh;
    case checkout::ItemCondition::refurbished: return products::Condition::refurbished;
    case checkout::ItemCondition::used: break;
  }
  return products::Condition::used;
}

std::optional<checkout::LaterSupply> later_supply(
    std::optional<products::Availability> availability) {
  if (availability == products::Availability::preorder) return checkout::LaterSupply::preorder;
  if (availability == products::Availability::backorder) return checkout::LaterSupply::backorder;
  return std::nullopt;
}

}  // namespace till::commerce
