// When goods arrive: from the hour they are ordered over the days they are packed to those they
// travel. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/time_zone.h"
#include "checkout/fulfillment.h"
#include "commerce/embedded/working_days.h"

namespace till::commerce {

// How a shop gets goods on their way.
struct Dispatch {
  TimeZone zone;                    // Of all days and hours of the catalogue.
  std::size_t calendar = 0;         // The index of the shop's own.
  std::chrono::minutes cut_off{0};  // Of the day: what is ordered later counts as of the next one.
  std::int64_t handling_days = 0;   // Working days between the order and the parcel.
};

// How a carrier brings them.
struct DeliveryDays {
  std::size_t calendar = 0;  // The index of the carrier's.
  std::int64_t from = 0;     // Working days on the way, at best and at worst.
  std::int64_t until = 0;
  std::chrono::minutes opens{0};  // Of the day, the hours in which the carrier comes.
  std::chrono::minutes closes{0};
  // In the place of those of the shop.
  std::optional<std::chrono::minutes> cut_off;
  std::optional<std::int64_t> handling_days;
};

// The day on which the parcel is handed to the carrier, of an order at `now`; nothing when none of
// the year to come is a working day.
std::optional<std::chrono::local_days> dispatch_day(const Dispatch& dispatch, const Calendar& shop,
                                                    const DeliveryDays& delivery, Timestamp now);

// From the first hour of the best day to the last hour of the worst.
std::optional<checkout::TimeWindow> arrival(const Dispatch& dispatch, const Calendar& shop,
                                            const DeliveryDays& delivery, const Calendar& carrier,
                                            Timestamp now);

}  // namespace till::commerce
