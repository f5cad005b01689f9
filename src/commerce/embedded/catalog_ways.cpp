#include "commerce/embedded/catalog_ways.h"

#include <optional>
#include <utility>

#include "base/places.h"
#include "commerce/embedded/catalog_calendar.h"
#include "commerce/embedded/catalog_tariff.h"
#include "commerce/embedded/catalog_zones.h"

namespace till::commerce {
namespace {

constexpr std::int64_t kMostHours = 60 * 24;
constexpr std::int64_t kMostMiles = 1000;

std::optional<WindowHours> read_window(const Place& place) {
  const auto window = place.optional_object("window_hours");
  if (!window) return std::nullopt;
  const WindowHours hours{window->whole("from", 0, kMostHours),
                          window->whole("until", 0, kMostHours)};
  if (hours.until <= hours.from) window->fault("longer: until comes after from");
  window->end();
  return hours;
}

std::optional<checkout::ServiceArea> read_service_area(const Place& place) {
  const auto given = place.optional_object("service_area");
  if (!given) return std::nullopt;
  checkout::ServiceArea area;
  if (given->has("radius_miles")) area.radius_miles = given->whole("radius_miles", 0, kMostMiles);
  area.center_postal_code = given->optional_text("center_postal_code");
  given->end();
  return area;
}

Rate read_rate(const Place& place, const Catalog& catalog, bool dispatched) {
  Rate rate;
  rate.id = place.text("id");
  rate.title = place.text("title");
  rate.description = place.optional_text("description");
  rate.price = read_shipping_price(place, catalog);
  read_whereabouts(place, catalog, rate);
  rate.carrier = place.optional_text("carrier");
  rate.taxed = place.yes("taxed");
  rate.window = read_window(place);
  rate.delivery = read_delivery(place, catalog);
  if (rate.delivery && !dispatched)
    place.fault("delivery", "left out of a catalogue without dispatch");
  rate.service_area = read_service_area(place);
  place.end();
  return rate;
}

std::optional<checkout::PickupType> read_pickup_type(const Place& place) {
  const auto type = place.optional_text("pickup_type");
  if (!type) return std::nullopt;
  if (*type == "in_store") return checkout::PickupType::in_store;
  if (*type == "curbside") return checkout::PickupType::curbside;
  if (*type == "locker") return checkout::PickupType::locker;
  place.fault("pickup_type", "in_store, curbside or locker");
  return std::nullopt;
}

// Where buyers come to, and are taxed.
checkout::Address read_address(const Place& place) {
  checkout::Address address;
  address.name = place.text("name");
  address.line_one = place.text("line_one");
  address.line_two = place.optional_text("line_two");
  address.city = place.text("city");
  address.country = place.country("country");
  const bool has_states = address.country == "US" || address.country == "CA";
  if (has_states) {
    address.state = place.has("state") ? place.state("state", address.country).value_or("")
                                       : place.text("state");
  } else {
    address.state = place.optional_text("state").value_or("");
  }
  if (has_postal_codes(address.country)) {
    address.postal_code = place.text("postal_code");
  } else {
    address.postal_code = place.optional_text("postal_code").value_or("");
  }
  place.end();
  return address;
}

Pickup read_pickup(const Place& place, const Catalog& catalog) {
  Pickup pickup;
  pickup.id = place.text("id");
  pickup.title = place.text("title");
  pickup.description = place.optional_text("description");
  pickup.amount = place.prices("amount", catalog.currency);
  pickup.goods = read_fetched_classes(place, catalog);
  pickup.type = read_pickup_type(place);
  pickup.taxed = place.yes("taxed");
  pickup.window = read_window(place);
  if (const auto location = place.object("location")) {
    pickup.location.name = location->text("name");
    pickup.location.phone = location->optional_text("phone");
    pickup.location.instructions = location->optional_text("instructions");
    if (const auto address = location->object("address")) {
      pickup.location.address = read_address(*address);
    }
    location->end();
  }
  place.end();
  return pickup;
}

}  // namespace

void read_ways(const Place& root, Catalog& catalog) {
  const bool dispatched = root.has("dispatch");
  Unique options;
  options.reserve("digital", "the way of digital items");
  read_shipping_classes(root, catalog);
  read_zones(root, catalog);
  read_dispatch(root, catalog);
  for (const Place& place : root.list("shipping")) {
    catalog.shipping.push_back(read_rate(place, catalog, dispatched));
    options.add(place, "id", catalog.shipping.back().id);
  }
  for (const Place& place : root.one_or_list("pickup")) {
    catalog.pickup.push_back(read_pickup(place, catalog));
    options.add(place, "id", catalog.pickup.back().id);
  }
  for (const Place& place : root.one_or_list("local_delivery")) {
    catalog.local_delivery.push_back(read_rate(place, catalog, dispatched));
    options.add(place, "id", catalog.local_delivery.back().id);
  }
}

}  // namespace till::commerce
