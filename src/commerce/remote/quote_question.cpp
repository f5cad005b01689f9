#include "commerce/remote/quote_question.h"

#include "base/clock.h"

namespace till::commerce::remote {
namespace {

using checkout::QuoteGroup;
using checkout::QuotePurpose;
using checkout::QuoteRequest;

std::string_view spelling_of(QuotePurpose purpose) {
  switch (purpose) {
    case QuotePurpose::create: return "create";
    case QuotePurpose::update: return "update";
    case QuotePurpose::complete: return "complete";
    case QuotePurpose::cart: break;
  }
  return "cart";
}

// A cart is known to agents by another name, and so it is to the shop.
std::string id_of(const QuoteRequest& request) {
  const bool cart = request.purpose == QuotePurpose::cart;
  return cart ? CartId{request.session.bytes}.text() : request.session.text();
}

void write_lines(json::Writer& json, const QuoteRequest& request) {
  json.key("lines").begin_array();
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const checkout::QuoteLine& line = request.lines[i];
    json.begin_object().member("index", static_cast<std::int64_t>(i));
    json.member("item_id", line.item_id).member("quantity", line.quantity);
    if (line.group) json.member("group_id", request.groups[*line.group].id);
    if (line.honored) json.member("published_amount", line.honored->minor);
    json.end_object();
  }
  json.end_array();
}

void write_groups(json::Writer& json, const std::vector<QuoteGroup>& groups) {
  if (groups.empty()) return;
  json.key("groups").begin_array();
  for (const QuoteGroup& group : groups) {
    json.begin_object().member("id", group.id);
    json.member("type", remote::spelling_of(group.type));
    if (group.ship_to) write_address(json.key("ship_to"), *group.ship_to);
    if (group.location_id) json.member("location_id", *group.location_id);
    json.end_object();
  }
  json.end_array();
}

void write_buyer(json::Writer& json, const QuoteRequest& request) {
  if (request.email.empty() && !request.buyer_logged_in && !request.exemption) return;
  json.key("buyer").begin_object();
  if (!request.email.empty()) json.member("email", request.email);
  json.key("logged_in").boolean(request.buyer_logged_in);
  json.key("tax_exempt").boolean(request.exemption.has_value());
  json.end_object();
}

}  // namespace

std::string_view spelling_of(checkout::FulfillmentType type) {
  switch (type) {
    case checkout::FulfillmentType::shipping: return "shipping";
    case checkout::FulfillmentType::digital: return "digital";
    case checkout::FulfillmentType::pickup: return "pickup";
    case checkout::FulfillmentType::local_delivery: break;
  }
  return "local_delivery";
}

void write_address(json::Writer& json, const checkout::Address& address) {
  json.begin_object().member("name", address.name).member("line_one", address.line_one);
  if (address.line_two) json.member("line_two", *address.line_two);
  json.member("city", address.city).member("state", address.state);
  json.member("country", address.country).member("postal_code", address.postal_code);
  json.end_object();
}

std::string quote_question(const QuoteRequest& request) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("session_id", id_of(request)).member("agent", request.agent);
  json.member("purpose", spelling_of(request.purpose)).member("currency", request.currency);
  if (request.locale && !request.locale->empty()) json.member("locale", *request.locale);
  if (request.quote_id) json.member("quote_id", *request.quote_id);
  write_lines(json, request);
  if (request.ship_to) write_address(json.key("ship_to"), *request.ship_to);
  write_groups(json, request.groups);
  if (!request.discount_codes.empty()) {
    json.key("discount_codes").begin_array();
    for (const std::string& code : request.discount_codes) json.text(code);
    json.end_array();
  }
  write_buyer(json, request);
  json.member("now", format_rfc3339(request.now)).end_object();
  return out;
}

}  // namespace till::commerce::remote
