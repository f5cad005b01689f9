#include "commerce/embedded/delivery_dates.h"

namespace till::commerce {

using std::chrono::days;
using std::chrono::local_days;

std::optional<local_days> dispatch_day(const Dispatch& dispatch, const Calendar& shop,
                                       const DeliveryDays& delivery, Timestamp now) {
  const LocalTime here = dispatch.zone.local(now);
  local_days day = std::chrono::floor<days>(here);
  const auto cut_off = delivery.cut_off.value_or(dispatch.cut_off);
  if (here - day >= cut_off) day += days(1);
  return shop.from(day, delivery.handling_days.value_or(dispatch.handling_days));
}

std::optional<checkout::TimeWindow> arrival(const Dispatch& dispatch, const Calendar& shop,
                                            const DeliveryDays& delivery, const Calendar& carrier,
                                            Timestamp now) {
  const auto sent = dispatch_day(dispatch, shop, delivery, now);
  const auto first = sent ? carrier.from(*sent, delivery.from) : std::nullopt;
  const auto last = first ? carrier.from(*sent, delivery.until) : std::nullopt;
  if (!last) return std::nullopt;
  return checkout::TimeWindow{dispatch.zone.first(LocalTime(*first) + delivery.opens),
                              dispatch.zone.last(LocalTime(*last) + delivery.closes)};
}

}  // namespace till::commerce
