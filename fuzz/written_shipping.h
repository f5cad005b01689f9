// Writes the shipping of a catalogue down again.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "commerce/embedded/catalog.h"
#include "json/writer.h"

namespace till::commerce {

inline constexpr std::array<const char*, 7> kDayNames{"sun", "mon", "tue", "wed",
                                                      "thu", "fri", "sat"};

inline void write_prices(json::Writer& json, std::string_view name, const Prices& prices) {
  if (prices.by_currency().empty()) {
    json.member(name, std::int64_t{0});
    return;
  }
  json.key(name).begin_object();
  for (const auto& [currency, amount] : prices.by_currency()) json.member(currency, amount.minor);
  json.end_object();
}

// A list that is left out when it is empty.
inline void write_some(json::Writer& json, std::string_view name,
                       const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.key(name).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

inline void write_area(json::Writer& json, const Area& area) {
  write_some(json, "countries", area.countries);
  write_some(json, "states", area.states);
  write_some(json, "postal_prefixes", area.postal_prefixes);
  if (area.postal_ranges.empty()) return;
  json.key("postal_ranges").begin_array();
  for (const PostalRange& range : area.postal_ranges) {
    json.begin_object().member("from", range.from()).member("until", range.until()).end_object();
  }
  json.end_array();
}

inline void write_areas(json::Writer& json, std::string_view name, const std::vector<Area>& areas) {
  if (areas.empty()) return;
  json.key(name).begin_array();
  for (const Area& area : areas) {
    json.begin_object();
    write_area(json, area);
    json.end_object();
  }
  json.end_array();
}

inline void write_tariff(json::Writer& json, const Tariff& tariff) {
  constexpr std::array<const char*, 3> kBy{"weight", "price", "pieces"};
  json.begin_object().member("by", kBy[static_cast<std::size_t>(tariff.by)]);
  json.key("steps").begin_array();
  for (const TariffStep& step : tariff.steps) {
    json.begin_object();
    if (step.open) {
      json.member("up_to", "any");
    } else if (tariff.by == TariffBy::price) {
      write_prices(json, "up_to", step.up_to_price);
    } else {
      json.member("up_to", step.up_to);
    }
    write_prices(json, "amount", step.amount);
    if (step.units != 0) {
      json.key("per").begin_object().member("units", step.units);
      write_prices(json, "amount", step.more);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array().end_object();
}

inline void write_shipping_price(json::Writer& json, const ShippingPrice& price) {
  if (price.tariff) {
    json.key("tariff");
    write_tariff(json, *price.tariff);
  } else {
    write_prices(json, "amount", price.amount);
  }
  if (price.free_from) write_prices(json, "free_from", *price.free_from);
  write_some(json, "only_classes", price.only_classes);
  if (price.classes.empty()) return;
  json.key("classes").begin_array();
  for (const ClassRule& rule : price.classes) {
    json.begin_object().member("class", rule.name);
    if (rule.excluded) {
      json.key("excluded").boolean(true);
    } else {
      write_prices(json, "add", rule.add);
      json.member("for_each", rule.each_piece ? "piece" : "shipment");
    }
    json.end_object();
  }
  json.end_array();
}

inline std::string two_digits(unsigned number) {
  return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

inline std::string hour_of(std::chrono::minutes time) {
  const auto minutes = static_cast<unsigned>(time.count());
  return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

inline std::string date_of(std::chrono::month_day day) {
  return two_digits(static_cast<unsigned>(day.month())) + "-" +
         two_digits(static_cast<unsigned>(day.day()));
}

inline std::string year_of(std::chrono::year year) {
  const auto number = static_cast<unsigned>(static_cast<int>(year));
  return two_digits(number / 100) + two_digits(number % 100);
}

inline void write_holiday(json::Writer& json, const Holiday& holiday) {
  constexpr std::array<const char*, 4> kSubstitutes{"", "nearest", "next_weekday", "after_sunday"};
  json.begin_object();
  if (holiday.found == Holiday::Found::easter) {
    json.member("easter", std::int64_t{holiday.after_easter.count()});
  } else if (holiday.found == Holiday::Found::weekday_from) {
    json.member("weekday", kDayNames[holiday.weekday.c_encoding()]);
    json.member("from", date_of(holiday.day));
  } else if (holiday.found == Holiday::Found::once) {
    json.member("date", year_of(holiday.year) + "-" + date_of(holiday.day));
  } else {
    json.member("date", date_of(holiday.day));
  }
  if (holiday.substitute != Substitute::none) {
    json.member("substitute", kSubstitutes[static_cast<std::size_t>(holiday.substitute)]);
  }
  json.end_object();
}

inline void write_calendar(json::Writer& json, const Calendar& calendar) {
  json.begin_object().member("id", calendar.id()).key("working_days").begin_array();
  for (std::size_t day = 0; day < kDayNames.size(); ++day) {
    if (calendar.working_days()[day]) json.text(kDayNames[day]);
  }
  json.end_array().key("holidays").begin_array();
  for (const Holiday& holiday : calendar.holidays()) write_holiday(json, holiday);
  json.end_array().end_object();
}

inline void write_delivery(json::Writer& json, const DeliveryDays& delivery,
                           const Catalog& catalog) {
  TILL_ENSURE(catalog.dispatch && delivery.calendar < catalog.calendars.size());
  TILL_ENSURE(delivery.from <= delivery.until && delivery.opens < delivery.closes);
  json.key("delivery").begin_object();
  json.member("calendar", catalog.calendars[delivery.calendar].id());
  json.key("days").begin_object().member("from", delivery.from);
  json.member("until", delivery.until).end_object();
  json.key("hours").begin_object().member("from", hour_of(delivery.opens));
  json.member("until", hour_of(delivery.closes)).end_object();
  if (delivery.cut_off) json.member("cut_off", hour_of(*delivery.cut_off));
  if (delivery.handling_days) json.member("handling_days", *delivery.handling_days);
  json.end_object();
}

// Classes, zones, calendars and the dispatch.
inline void write_shipping_terms(json::Writer& json, const Catalog& catalog) {
  write_some(json, "shipping_classes", catalog.shipping_classes);
  json.key("zones").begin_array();
  for (const Zone& zone : catalog.zones) {
    json.begin_object().member("id", zone.id);
    write_areas(json, "areas", zone.areas);
    write_areas(json, "except", zone.except);
    json.end_object();
  }
  json.end_array().key("calendars").begin_array();
  for (const Calendar& calendar : catalog.calendars) write_calendar(json, calendar);
  json.end_array();
  if (!catalog.dispatch) return;
  const Dispatch& dispatch = *catalog.dispatch;
  json.key("dispatch").begin_object().member("time_zone", dispatch.zone.name());
  json.member("calendar", catalog.calendars[dispatch.calendar].id());
  json.member("cut_off", hour_of(dispatch.cut_off));
  json.member("handling_days", dispatch.handling_days).end_object();
}

}  // namespace till::commerce
