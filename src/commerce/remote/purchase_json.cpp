#include "commerce/remote/purchase_json.h"

#include <algorithm>

#include "base/clock.h"
#include "commerce/remote/quote_question.h"

namespace till::commerce::remote {
namespace {

using checkout::FulfillmentType;
using checkout::Session;

// The choice for a line; null when there is none.
const checkout::SelectedFulfillmentOption* choice_of(const Session& session, const LineItemId& id) {
  for (const auto& selected : session.selected) {
    const auto& lines = selected.lines;
    if (std::find(lines.begin(), lines.end(), id) != lines.end()) return &selected;
  }
  return nullptr;
}

// The first group that names the line, by its own id or by that of its item.
const checkout::FulfillmentGroup* group_of(const Session& session, const checkout::LineItem& line) {
  const std::string id = line.id.text();
  for (const auto& group : session.groups) {
    for (const std::string& named : group.item_ids) {
      if (named == id || named == line.item_id) return &group;
    }
  }
  return nullptr;
}

void write_optional(json::Writer& json, std::string_view name,
                    const std::optional<std::string>& value) {
  if (value && !value->empty()) json.member(name, *value);
}

void write_lines(json::Writer& json, const Session& session) {
  json.key("lines").begin_array();
  for (std::size_t i = 0; i < session.lines.size(); ++i) {
    const checkout::LineItem& line = session.lines[i];
    json.begin_object().member("index", static_cast<std::int64_t>(i));
    json.member("id", line.id.text()).member("item_id", line.item_id);
    json.member("title", line.title).member("quantity", line.quantity);
    json.member("unit_amount", line.unit_amount.minor);
    json.member("discount", line.totals.items_discount.minor);
    json.member("subtotal", line.totals.subtotal.minor);
    json.member("tax", line.totals.tax.minor).member("total", line.totals.total.minor);
    const auto* const choice = choice_of(session, line.id);
    if (choice != nullptr) json.member("option_id", choice->option_id);
    const auto* const group = group_of(session, line);
    if (group != nullptr) json.member("group_id", group->id);
    json.end_object();
  }
  json.end_array();
}

void write_total(json::Writer& json, std::string_view type, Amount amount) {
  json.begin_object().member("type", type).member("amount", amount.minor).end_object();
}

void write_totals(json::Writer& json, const checkout::OrderTotals& totals) {
  json.key("totals").begin_array();
  write_total(json, "items_base_amount", totals.items_base_amount);
  write_total(json, "items_discount", totals.items_discount);
  write_total(json, "subtotal", totals.subtotal);
  write_total(json, "discount", totals.discount);
  write_total(json, "fulfillment", totals.fulfillment);
  write_total(json, "tax", totals.tax);
  write_total(json, "total", totals.total);
  json.end_array();
}

void write_discounts(json::Writer& json, const checkout::Discounts& discounts) {
  json.key("discounts").begin_array();
  for (const checkout::AppliedDiscount& each : discounts.applied) {
    json.begin_object();
    if (!each.code.empty()) json.member("code", each.code);
    if (!each.id.empty()) json.member("id", each.id);
    json.member("title", each.name);
    if (each.percent_off) {
      json.member("percent_off", *each.percent_off);
    } else if (each.amount_off) {
      json.member("amount_off", each.amount_off->minor);
    }
    json.member("amount", each.amount.minor).key("allocations").begin_array();
    for (const checkout::DiscountAllocation& part : each.allocations) {
      json.begin_object().member("index", static_cast<std::int64_t>(part.line_index));
      json.member("amount", part.amount.minor).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

// Where the lines of an option go: to the address of their group, or else that of the session.
const checkout::FulfillmentDetails* destination_of(const Session& session,
                                                   const checkout::LineItem& line) {
  const auto* const group = group_of(session, line);
  if (group != nullptr && group->fulfillment_details && group->fulfillment_details->address) {
    return &*group->fulfillment_details;
  }
  return session.fulfillment_details ? &*session.fulfillment_details : nullptr;
}

void write_contact(json::Writer& json, const checkout::FulfillmentDetails& details) {
  if (!details.name && !details.phone_number && !details.email) return;
  json.key("contact").begin_object();
  write_optional(json, "name", details.name);
  write_optional(json, "phone", details.phone_number);
  write_optional(json, "email", details.email);
  json.end_object();
}

void write_location(json::Writer& json, const checkout::PickupLocation& location) {
  json.key("location").begin_object().member("name", location.name);
  write_address(json.key("address"), location.address);
  write_optional(json, "phone", location.phone);
  write_optional(json, "instructions", location.instructions);
  json.end_object();
}

void write_destination(json::Writer& json, const Session& session,
                       const checkout::FulfillmentOption& option, const checkout::LineItem& first) {
  const auto* const details = destination_of(session, first);
  const bool brings =
      option.type == FulfillmentType::shipping || option.type == FulfillmentType::local_delivery;
  if (option.location) write_location(json, *option.location);
  if (brings && details != nullptr && details->address) {
    write_address(json.key("address"), *details->address);
  }
  if (details != nullptr) write_contact(json, *details);
  const auto* const group = group_of(session, first);
  if (group == nullptr) return;
  json.member("group_id", group->id);
  write_optional(json, "instructions", group->instructions);
}

void write_option(json::Writer& json, const Session& session,
                  const checkout::SelectedFulfillmentOption& selected) {
  const auto option =
      std::find_if(session.options.begin(), session.options.end(), [&](const auto& each) {
        return each.id == selected.option_id && each.type == selected.type;
      });
  if (option == session.options.end()) return;
  json.begin_object().member("type", spelling_of(option->type)).member("option_id", option->id);
  json.member("title", option->title);
  write_optional(json, "carrier", option->carrier);
  json.member("amount", option->subtotal.minor).member("tax", option->tax.minor);
  json.key("lines").begin_array();
  const checkout::LineItem* first = nullptr;
  for (std::size_t i = 0; i < session.lines.size(); ++i) {
    if (choice_of(session, session.lines[i].id) != &selected) continue;
    json.integer(static_cast<std::int64_t>(i));
    if (first == nullptr) first = &session.lines[i];
  }
  json.end_array();
  if (first != nullptr) write_destination(json, session, *option, *first);
  if (option->window) {
    json.member("earliest", format_rfc3339(option->window->from));
    json.member("latest", format_rfc3339(option->window->until));
  }
  json.end_object();
}

void write_buyer(json::Writer& json, const Session& session) {
  json.key("buyer").begin_object();
  if (session.buyer) {
    const checkout::Buyer& buyer = *session.buyer;
    std::optional<std::string> name = buyer.full_name;
    if (!name && buyer.first_name) {
      name = *buyer.first_name + (buyer.last_name ? " " + *buyer.last_name : "");
    }
    write_optional(json, "name", name);
    json.member("email", buyer.email);
    write_optional(json, "phone", buyer.phone_number);
    write_optional(json, "customer_id", buyer.customer_id);
    if (buyer.company) json.member("company", buyer.company->name);
  } else if (session.fulfillment_details) {
    write_optional(json, "email", session.fulfillment_details->email);
  }
  json.end_object();
}

std::string_view spelling_of(checkout::PaymentTerms terms) {
  switch (terms) {
    case checkout::PaymentTerms::immediate: return "immediate";
    case checkout::PaymentTerms::net_15: return "net_15";
    case checkout::PaymentTerms::net_30: return "net_30";
    case checkout::PaymentTerms::net_60: return "net_60";
    case checkout::PaymentTerms::net_90: break;
  }
  return "net_90";
}

void write_risk_signals(json::Writer& json, const checkout::SellerRecord& record) {
  json.key("risk_signals").begin_object();
  if (record.risk_signals) {
    const checkout::RiskSignals& signals = *record.risk_signals;
    write_optional(json, "ip_address", signals.ip_address);
    write_optional(json, "user_agent", signals.user_agent);
    write_optional(json, "accept_language", signals.accept_language);
    write_optional(json, "session_id", signals.session_id);
    write_optional(json, "device_fingerprint", signals.device_fingerprint);
  }
  json.end_object();
}

}  // namespace

void write_purchase(json::Writer& json, const Session& session) {
  json.member("session_id", session.id.text()).member("agent", session.agent);
  json.member("currency", session.currency);
  write_optional(json, "locale", session.locale);
  write_lines(json, session);
  write_totals(json, session.totals);
  write_discounts(json, session.discounts);
  json.key("fulfillment").begin_array();
  for (const auto& selected : session.selected) write_option(json, session, selected);
  json.end_array();
  write_buyer(json, session);
  write_optional(json, "order_notes", session.order_notes);
  const checkout::BusinessTerms& business = session.record.business;
  write_optional(json, "purchase_order_number", business.purchase_order_number);
  if (business.payment_terms) json.member("payment_terms", spelling_of(*business.payment_terms));
}

std::string approval_question(const app::PurchaseQuestion& purchase) {
  std::string out;
  json::Writer json(out);
  json.begin_object();
  write_purchase(json, purchase.session);
  json.key("payment").begin_object();
  json.member("provider", purchase.provider.empty() ? "on_account" : purchase.provider);
  json.member("amount", purchase.session.totals.total.minor).end_object();
  write_risk_signals(json, purchase.session.record);
  json.end_object();
  return out;
}

}  // namespace till::commerce::remote
