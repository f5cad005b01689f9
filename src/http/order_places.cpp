#include "http/order_places.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "checkout/shown_order.h"
#include "http/page_html.h"

namespace till::http {
namespace {

using checkout::Address;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderLine;
using checkout::PickupLocation;

// Lines of one address or one pickup place.
struct Place {
  const Address* address = nullptr;
  const PickupLocation* pickup = nullptr;  // Nothing: it is brought there.
  std::vector<const OrderLine*> lines;
};

bool is_same(const Place& left, const Place& right) {
  if ((left.pickup == nullptr) != (right.pickup == nullptr)) return false;
  return left.pickup != nullptr ? *left.pickup == *right.pickup : *left.address == *right.address;
}

// Nothing of it has a place when its address is null.
Place place_of(const Order& order, const OrderLine& line) {
  Place place;
  if (line.pickup) {
    place.pickup = &*line.pickup;
    place.address = &line.pickup->address;
  } else if (line.fulfillment == FulfillmentType::shipping ||
             line.fulfillment == FulfillmentType::local_delivery) {
    if (line.destination) place.address = &*line.destination;
    if (!line.destination && order.destination) place.address = &*order.destination;
  }
  return place;
}

std::vector<Place> places_of(const Order& order) {
  std::vector<Place> places;
  for (const OrderLine& line : order.lines) {
    Place place = place_of(order, line);
    if (place.address == nullptr || line.current == 0) continue;
    auto known = std::find_if(places.begin(), places.end(),
                              [&place](const Place& each) { return is_same(each, place); });
    if (known == places.end()) known = places.insert(known, std::move(place));
    known->lines.push_back(&line);
  }
  return places;
}

std::string_view heading(const Place& place) {
  if (place.pickup != nullptr) return "Pick up at";
  const bool all_left = std::all_of(place.lines.begin(), place.lines.end(), [](const auto* line) {
    return line->fulfilled >= line->current;
  });
  return all_left ? "Delivered to" : "Will be delivered to";
}

std::string address_lines(const Address& address, std::string_view before) {
  std::string html;
  for (const std::string& line : checkout::shown_lines(address, before)) {
    html += escaped(line) + "<br>";
  }
  return html;
}

std::string section_of(const Order& order, const Place& place, bool names_lines) {
  std::string html = "<section><h2>" + said(order.language, heading(place)) + "</h2>";
  if (names_lines) {
    std::string titles;
    for (const OrderLine* const line : place.lines) {
      titles += (titles.empty() ? "" : ", ") + line->title;
    }
    html += "<p class=\"small\">" + escaped(titles) + "</p>";
  }
  const std::string name = place.pickup != nullptr ? place.pickup->name : "";
  html += "<address>" + address_lines(*place.address, name) + "</address>";
  if (place.pickup != nullptr && place.pickup->phone) {
    html += "<p>" + escaped(*place.pickup->phone) + "</p>";
  }
  if (place.pickup != nullptr && place.pickup->instructions) {
    html += "<p>" + escaped(*place.pickup->instructions) + "</p>";
  }
  return html + "</section>";
}

}  // namespace

std::string places_sections(const Order& order) {
  const std::vector<Place> places = places_of(order);
  std::string html;
  for (const Place& place : places) html += section_of(order, place, places.size() > 1);
  return html;
}

}  // namespace till::http
