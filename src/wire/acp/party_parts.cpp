// Buyer, addresses and fulfillment as an agent reads them (A6, A10).
#include <algorithm>
#include <set>

#include "wire/acp/session_parts.h"

namespace till::wire {
namespace {

using checkout::FulfillmentOption;
using checkout::FulfillmentType;

std::string_view spelling(checkout::AccountType type) {
  switch (type) {
    case checkout::AccountType::guest: return "guest";
    case checkout::AccountType::registered: return "registered";
    case checkout::AccountType::business: break;
  }
  return "business";
}

std::string_view spelling(checkout::AuthenticationStatus status) {
  switch (status) {
    case checkout::AuthenticationStatus::authenticated: return "authenticated";
    case checkout::AuthenticationStatus::guest: return "guest";
    case checkout::AuthenticationStatus::requires_signin: break;
  }
  return "requires_signin";
}

void write_business(json::Writer& json, const checkout::Buyer& buyer) {
  if (buyer.company) {
    json.key("company").begin_object().member("name", buyer.company->name);
    write_optional(json, "tax_id", buyer.company->tax_id);
    write_optional(json, "department", buyer.company->department);
    write_optional(json, "cost_center", buyer.company->cost_center);
    json.end_object();
  }
  if (buyer.loyalty) {
    json.key("loyalty").begin_object();
    write_optional(json, "tier", buyer.loyalty->tier);
    if (buyer.loyalty->points_balance)
      json.member("points_balance", *buyer.loyalty->points_balance);
    write_optional(json, "member_since", buyer.loyalty->member_since);
    json.end_object();
  }
  if (!buyer.tax_exemption) return;
  const checkout::TaxExemption& exemption = *buyer.tax_exemption;
  json.key("tax_exemption").begin_object().member("certificate_id", exemption.certificate_id);
  json.member("certificate_type", exemption.certificate_type);
  if (!exemption.exempt_regions.empty()) {
    json.key("exempt_regions").begin_array();
    for (const std::string& region : exemption.exempt_regions) json.text(region);
    json.end_array();
  }
  write_optional(json, "expires_at", exemption.expires_at);
  json.end_object();
}

std::string_view spelling(checkout::PickupType type) {
  switch (type) {
    case checkout::PickupType::in_store: return "in_store";
    case checkout::PickupType::curbside: return "curbside";
    case checkout::PickupType::locker: break;
  }
  return "locker";
}

void write_service_area(json::Writer& json, const checkout::ServiceArea& area) {
  json.key("service_area").begin_object();
  if (area.radius_miles) json.member("radius_miles", *area.radius_miles);
  write_optional(json, "center_postal_code", area.center_postal_code);
  json.end_object();
}

// Each type calls the ends by other names (FU-02 to FU-04).
void write_window(json::Writer& json, FulfillmentType type, const checkout::TimeWindow& window) {
  const std::string from = format_rfc3339(window.from);
  const std::string until = format_rfc3339(window.until);
  switch (type) {
    case FulfillmentType::shipping:
      json.member("earliest_delivery_time", from).member("latest_delivery_time", until);
      return;
    case FulfillmentType::pickup: json.member("ready_by", from).member("pickup_by", until); return;
    case FulfillmentType::local_delivery:
      json.key("delivery_window").begin_object();
      json.member("start", from).member("end", until).end_object();
      return;
    case FulfillmentType::digital: return;
  }
}

void write_option(json::Writer& json, const FulfillmentOption& option,
                  const std::string& currency) {
  json.begin_object().member("type", fulfillment_spelling(option.type)).member("id", option.id);
  json.shown("title", option.title);
  write_optional(json, "description", option.description);
  if (option.type == FulfillmentType::shipping) write_optional(json, "carrier", option.carrier);
  if (option.location && option.type == FulfillmentType::pickup) {
    json.key("location").begin_object().member("name", option.location->name).key("address");
    write_address(json, option.location->address);
    write_optional(json, "phone", option.location->phone);
    write_optional(json, "instructions", option.location->instructions);
    json.end_object();
  }
  if (option.pickup_type) json.member("pickup_type", spelling(*option.pickup_type));
  if (option.window) write_window(json, option.type, *option.window);
  if (option.service_area) write_service_area(json, *option.service_area);
  json.key("totals").begin_array();
  write_total(json, TotalText::price, option.subtotal);
  write_tax(json, option.tax, option.included_tax, currency);
  write_total(json, TotalText::total, option.subtotal);  // Without the tax beside it (LT-13).
  json.end_array().end_object();
}

void write_group(json::Writer& json, const checkout::FulfillmentGroup& group) {
  json.begin_object().member("id", group.id).key("item_ids").begin_array();
  for (const std::string& id : group.item_ids) json.text(id);
  json.end_array().member("destination_type", fulfillment_spelling(group.destination_type));
  if (group.fulfillment_details) {
    write_fulfillment_details(json.key("fulfillment_details"), *group.fulfillment_details);
  }
  write_optional(json, "location_id", group.location_id);
  write_optional(json, "instructions", group.instructions);
  json.end_object();
}

bool carries(const checkout::SelectedFulfillmentOption& selected, const LineItemId& id) {
  return std::find(selected.lines.begin(), selected.lines.end(), id) != selected.lines.end();
}

// The item of a line where its id stands for the line in this choice; else nothing.
const std::string* item_naming(const checkout::Session& session,
                               const checkout::SelectedFulfillmentOption& selected,
                               const LineItemId& id) {
  const auto line = std::find_if(session.lines.begin(), session.lines.end(),
                                 [&id](const auto& each) { return each.id == id; });
  if (!session.selected_by_item || line == session.lines.end()) return nullptr;
  const bool all = std::all_of(session.lines.begin(), session.lines.end(), [&](const auto& each) {
    return each.item_id != line->item_id || carries(selected, each.id);
  });
  return all ? &line->item_id : nullptr;
}

// The lines of a choice by the ids the agent uses for them, each once (FU-07).
void write_choice(json::Writer& json, const checkout::Session& session,
                  const checkout::SelectedFulfillmentOption& selected) {
  json.begin_object().member("type", fulfillment_spelling(selected.type));
  json.member("option_id", selected.option_id).key("item_ids").begin_array();
  std::set<std::string_view> written;
  for (const LineItemId& id : selected.lines) {
    const std::string* const item = item_naming(session, selected, id);
    if (item == nullptr) {
      json.text(id.text());
    } else if (written.insert(*item).second) {
      json.text(*item);
    }
  }
  json.end_array().end_object();
}

}  // namespace

void write_optional(json::Writer& json, std::string_view name,
                    const std::optional<std::string>& value) {
  if (value) json.member(name, *value);
}

void write_buyer(json::Writer& json, const checkout::Buyer& buyer) {
  json.begin_object();
  write_optional(json, "first_name", buyer.first_name);
  write_optional(json, "last_name", buyer.last_name);
  write_optional(json, "full_name", buyer.full_name);
  json.member("email", buyer.email);
  write_optional(json, "phone_number", buyer.phone_number);
  write_optional(json, "customer_id", buyer.customer_id);
  if (buyer.account_type) json.member("account_type", spelling(*buyer.account_type));
  if (buyer.authentication_status) {
    json.member("authentication_status", spelling(*buyer.authentication_status));
  }
  write_business(json, buyer);
  json.end_object();
}

void write_address(json::Writer& json, const checkout::Address& address) {
  json.begin_object().member("name", address.name).member("line_one", address.line_one);
  write_optional(json, "line_two", address.line_two);
  json.member("city", address.city).member("state", address.state);
  json.member("country", address.country).member("postal_code", address.postal_code).end_object();
}

void write_fulfillment_details(json::Writer& json, const checkout::FulfillmentDetails& details) {
  json.begin_object();
  write_optional(json, "name", details.name);
  write_optional(json, "phone_number", details.phone_number);
  write_optional(json, "email", details.email);
  if (details.address) write_address(json.key("address"), *details.address);
  json.end_object();
}

void write_fulfillment(json::Writer& json, const checkout::Session& session) {
  json.key("fulfillment_options").begin_array();
  for (const FulfillmentOption& option : session.options) {
    write_option(json, option, session.currency);
  }
  json.end_array().key("selected_fulfillment_options").begin_array();
  for (const checkout::SelectedFulfillmentOption& selected : session.selected) {
    write_choice(json, session, selected);
  }
  json.end_array();
  if (session.groups.empty()) return;
  json.key("fulfillment_groups").begin_array();
  for (const checkout::FulfillmentGroup& group : session.groups) write_group(json, group);
  json.end_array();
}

}  // namespace till::wire
