#include "wire/shop_purchase.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "checkout/emails.h"
#include "wire/names.h"
#include "wire/shop_order.h"
#include "wire/shop_people.h"

namespace till::wire {
namespace {

using checkout::FulfillmentGroup;
using checkout::FulfillmentOption;
using checkout::FulfillmentType;
using checkout::LineItem;
using checkout::Order;
using checkout::OrderLine;
using checkout::SelectedFulfillmentOption;
using checkout::Session;

template <class All, class Fits>
auto first_of(const All& all, Fits fits) -> decltype(&*all.begin()) {
  const auto found = std::find_if(all.begin(), all.end(), fits);
  return found == all.end() ? nullptr : &*found;
}

const SelectedFulfillmentOption* choice_of(const Session& session, const OrderLine& line) {
  return first_of(session.selected, [&line](const SelectedFulfillmentOption& each) {
    return std::find(each.lines.begin(), each.lines.end(), line.id) != each.lines.end();
  });
}

const FulfillmentOption* option_of(const Session& session, const std::string& id) {
  return first_of(session.options, [&id](const FulfillmentOption& each) { return each.id == id; });
}

const FulfillmentGroup* group_of(const Session& session, const OrderLine& line) {
  return first_of(session.groups, [&line](const FulfillmentGroup& group) {
    return std::any_of(
        group.item_ids.begin(), group.item_ids.end(),
        [&line](const std::string& id) { return id == line.item_id || id == line.id.text(); });
  });
}

// As priced: a tax that is part of the price is no discount.
Amount discount_of(const Session& session, const OrderLine& line) {
  const LineItem* const priced =
      first_of(session.lines, [&line](const LineItem& each) { return each.id == line.id; });
  return priced == nullptr ? Amount{} : priced->totals.items_discount;
}

// All of it, whether it is added to the price or part of it.
void write_shop_tax(json::Writer& json, Amount added, Amount included) {
  json.member("tax", added.minor + included.minor);
  if (included > Amount{0}) json.key("tax_included").boolean(true);
}

void write_line(json::Writer& json, const Session& session, std::size_t index) {
  const OrderLine& line = session.order->lines[index];
  json.begin_object().member("index", static_cast<std::int64_t>(index));
  json.member("id", line.id.text()).member("item_id", line.item_id);
  json.member("title", line.title.empty() ? line.item_id : line.title);
  json.member("quantity", line.ordered).member("unit_amount", line.unit_price.minor);
  json.member("discount", discount_of(session, line).minor);
  json.member("subtotal", line.subtotal.minor);
  write_shop_tax(json, line.tax, line.included_tax);
  json.member("total", line.total.minor);
  if (const auto* const choice = choice_of(session, line)) {
    json.member("option_id", choice->option_id);
  }
  if (const auto* const group = group_of(session, line)) json.member("group_id", group->id);
  json.end_object();
}

void write_total(json::Writer& json, std::string_view type, std::string_view text, Amount amount) {
  json.begin_object().member("type", type).shown("display_text", text);
  json.member("amount", amount.minor).end_object();
}

void write_totals(json::Writer& json, const Order& order) {
  const checkout::OrderTotals& totals = order.totals;
  json.key("totals").begin_array();
  write_total(json, "items_base_amount", "Items", totals.items_base_amount);
  write_total(json, "items_discount", "Item discounts", totals.items_discount);
  write_total(json, "subtotal", "Subtotal", totals.subtotal);
  write_total(json, "discount", "Discount", totals.discount);
  write_total(json, "fulfillment", "Delivery", totals.fulfillment);
  const bool included = totals.included_tax > Amount{0};
  write_total(json, "tax", included ? "Additional tax" : "Tax", totals.tax);
  write_total(json, "total", "Total", totals.total);
  const Amount refunded = checkout::amount_refunded(order);
  if (refunded > Amount{0}) write_total(json, "amount_refunded", "Refunded", refunded);
  json.end_array();
}

void write_discount(json::Writer& json, const checkout::AppliedDiscount& discount) {
  json.begin_object();
  if (!discount.code.empty()) json.member("code", discount.code);
  if (!discount.id.empty()) json.member("id", discount.id);
  json.member("title", discount.name.empty() ? "Discount" : std::string_view(discount.name));
  if (discount.percent_off) {
    json.member("percent_off", *discount.percent_off);
  } else if (discount.amount_off) {
    json.member("amount_off", discount.amount_off->minor);
  }
  json.member("amount", discount.amount.minor).key("allocations").begin_array();
  for (const checkout::DiscountAllocation& part : discount.allocations) {
    json.begin_object().member("index", static_cast<std::int64_t>(part.line_index));
    json.member("amount", part.amount.minor).end_object();
  }
  json.end_array().end_object();
}

// What goes together: a choice, its first line and where that goes.
struct Parcel {
  const SelectedFulfillmentOption& choice;
  const FulfillmentOption* option = nullptr;
  const OrderLine* first = nullptr;
  const checkout::Address* address = nullptr;
  const checkout::PickupLocation* location = nullptr;

  // Once its buyer is forgotten nobody knows where a parcel goes.
  bool has_place() const {
    const bool carried =
        choice.type == FulfillmentType::shipping || choice.type == FulfillmentType::local_delivery;
    if (carried) return address != nullptr;
    return choice.type != FulfillmentType::pickup || location != nullptr;
  }
};

Parcel parcel_of(const Session& session, const SelectedFulfillmentOption& choice) {
  const Order& order = *session.order;
  Parcel parcel{choice, option_of(session, choice.option_id)};
  parcel.first = first_of(order.lines, [&choice](const OrderLine& line) {
    return std::find(choice.lines.begin(), choice.lines.end(), line.id) != choice.lines.end();
  });
  if (parcel.first == nullptr) return parcel;
  const auto& destination =
      parcel.first->destination ? parcel.first->destination : order.destination;
  if (destination) parcel.address = &*destination;
  const auto& place = parcel.option != nullptr && parcel.option->location ? parcel.option->location
                                                                          : parcel.first->pickup;
  if (place) parcel.location = &*place;
  return parcel;
}

void write_way(json::Writer& json, const Parcel& parcel) {
  const FulfillmentOption* const option = parcel.option;
  const bool titled = option != nullptr && !option->title.empty();
  json.member("type", fulfillment_spelling(parcel.choice.type))
      .member("option_id", parcel.choice.option_id);
  json.member("title", titled ? option->title : parcel.choice.option_id);
  if (option != nullptr && option->carrier) json.member("carrier", *option->carrier);
  json.member("amount", option == nullptr ? 0 : option->subtotal.minor);
  write_shop_tax(json, option == nullptr ? Amount{} : option->tax,
                 option == nullptr ? Amount{} : option->included_tax);
}

void write_place(json::Writer& json, const Session& session, const Parcel& parcel) {
  const FulfillmentGroup* const group = group_of(session, *parcel.first);
  if (parcel.choice.type == FulfillmentType::pickup) {
    write_location(json.key("location"), *parcel.location);
  } else if (parcel.choice.type != FulfillmentType::digital) {
    write_shop_address(json.key("address"), *parcel.address);
  }
  const bool own = group != nullptr && group->fulfillment_details;
  const auto& details = own ? group->fulfillment_details : session.fulfillment_details;
  if (details) write_contact(json, *details);
  if (group != nullptr) json.member("group_id", group->id);
  if (group != nullptr && group->instructions) json.member("instructions", *group->instructions);
  if (parcel.option != nullptr && parcel.option->window) {
    json.member("earliest", format_rfc3339(parcel.option->window->from));
    json.member("latest", format_rfc3339(parcel.option->window->until));
  }
}

void write_fulfillment(json::Writer& json, const Session& session) {
  json.key("fulfillment").begin_array();
  for (const SelectedFulfillmentOption& choice : session.selected) {
    const Parcel parcel = parcel_of(session, choice);
    if (parcel.first == nullptr || !parcel.has_place()) continue;
    json.begin_object();
    write_way(json, parcel);
    json.key("lines").begin_array();
    for (std::size_t i = 0; i < session.order->lines.size(); ++i) {
      const auto& lines = choice.lines;
      const LineItemId& id = session.order->lines[i].id;
      if (std::find(lines.begin(), lines.end(), id) == lines.end()) continue;
      json.integer(static_cast<std::int64_t>(i));
    }
    json.end_array();
    write_place(json, session, parcel);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_purchase(json::Writer& json, const Session& session) {
  const Order& order = *session.order;
  json.member("session_id", session.id.text()).member("agent", order.agent);
  json.member("currency", order.currency);
  if (session.locale && !session.locale->empty()) json.member("locale", *session.locale);
  json.key("lines").begin_array();
  for (std::size_t i = 0; i < order.lines.size(); ++i) write_line(json, session, i);
  json.end_array();
  write_totals(json, order);
  if (order.totals.included_tax > Amount{0}) {
    json.member("included_tax", order.totals.included_tax.minor);
  }
  json.key("discounts").begin_array();
  for (const checkout::AppliedDiscount& each : session.discounts.applied) {
    write_discount(json, each);
  }
  json.end_array();
  write_fulfillment(json, session);
  write_buyer(json, session);
  write_record(json, session);
}

}  // namespace till::wire
