#include "app/last_word.h"

namespace till::app {

bool is_same_purchase(const PurchaseQuestion& one, const PurchaseQuestion& other) {
  const checkout::Session& left = one.session;
  const checkout::Session& right = other.session;
  return one.provider == other.provider && left.lines == right.lines &&
         left.totals == right.totals && left.selected == right.selected &&
         left.options == right.options && left.order_notes == right.order_notes &&
         left.locale == right.locale && left.discounts == right.discounts &&
         left.buyer == right.buyer && left.fulfillment_details == right.fulfillment_details &&
         left.groups == right.groups && left.record.risk_signals == right.record.risk_signals &&
         left.record.business == right.record.business;
}

}  // namespace till::app
