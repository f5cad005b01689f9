// Lines, totals, messages and discounts as an agent reads them (A9, A11, A13).
#include "wire/acp/session_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/ensure.h"
#include "checkout/discount_rules.h"
#include "wire/acp/included_tax.h"
#include "wire/acp/line_facts.h"
#include "wire/acp/order_json.h"
#include "wire/item_facts.h"
#include "wire/sentences.h"
#include "wire/spelling.h"

namespace till::wire {
namespace {

using checkout::MessageCode;
using checkout::MessageType;

std::string_view spelling(MessageType type) {
  switch (type) {
    case MessageType::info: return "info";
    case MessageType::warning: return "warning";
    case MessageType::error: break;
  }
  return "error";
}

std::string_view spelling(checkout::Resolution resolution) {
  switch (resolution) {
    case checkout::Resolution::recoverable: return "recoverable";
    case checkout::Resolution::requires_buyer_input: return "requires_buyer_input";
    case checkout::Resolution::requires_buyer_review: break;
  }
  return "requires_buyer_review";
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTotals{{
    {"items_base_amount", "Items"},
    {"items_discount", "Item discounts"},
    {"subtotal", "Subtotal"},
    {"discount", "Discount"},
    {"fulfillment", "Delivery"},
    {"subtotal", "Price"},
    {"tax", "Tax"},
    {"total", "Total"},
    {"tax", "Additional tax"},  // Beside a tax within the prices, which "Tax" and 0 would deny.
    {"amount_refunded", "Refunded"},
}};
using TotalHeads = std::array<std::string, kTotals.size()>;

TotalHeads make_total_heads(Language language) {
  TotalHeads heads;
  for (std::size_t i = 0; i < kTotals.size(); ++i) {
    json::Writer json(heads[i], language);
    json.begin_object().member("type", kTotals[i].first);
    json.shown("display_text", kTotals[i].second).key("amount");
  }
  return heads;
}

// All of a total before its amount: a session holds so many that they are rendered ahead.
const TotalHeads& total_heads(Language language) {
  static const std::array<TotalHeads, 5> all{
      make_total_heads(Language::en), make_total_heads(Language::fr),
      make_total_heads(Language::de), make_total_heads(Language::es),
      make_total_heads(Language::ja)};
  return all[static_cast<std::size_t>(language)];
}

void write_described(json::Writer& json, TotalText text, Amount amount, Amount included,
                     const std::string& currency) {
  if (included == Amount{0}) return write_total(json, text, amount);
  const auto& [type, name] = kTotals[static_cast<std::size_t>(text)];
  json.begin_object().member("type", type).shown("display_text", name);
  json.member("amount", amount.minor);
  json.member("description", included_tax_text(included, currency, json.language())).end_object();
}

void write_images(json::Writer& json, const std::vector<std::string>& images) {
  json.key("images").begin_array();
  for (const std::string& image : images) json.text(image);
  json.end_array();
}

void write_line(json::Writer& json, const checkout::LineItem& line, const std::string& currency,
                bool estimated) {
  json.begin_object().member("id", line.id.text()).key("item").begin_object();
  json.member("id", line.item_id).member("name", line.title);
  json.member("unit_amount", line.unit_amount.minor).end_object();
  json.member("quantity", line.quantity).member("name", line.title);
  write_optional(json, "description", line.description);
  if (!line.links.images.empty()) write_images(json, line.links.images);
  json.member("unit_amount", line.unit_amount.minor);
  json.member("availability_status", availability_spelling(line.in_stock, line.facts));
  json.key("tax_exempt").boolean(line.tax_exempt);
  write_line_disclosures(json, line);
  if (line.facts || line.list_amount) write_line_facts(json, line, currency);
  json.key("totals").begin_array();
  write_total(json, TotalText::items, line.totals.items_base_amount);
  write_total(json, TotalText::items_discount, line.totals.items_discount);
  write_total(json, TotalText::subtotal, line.totals.subtotal);
  if (!estimated) write_tax(json, line.totals.tax, line.totals.included_tax, currency);
  write_total(json, TotalText::total, line.totals.total);
  json.end_array().end_object();
}

void write_applied(json::Writer& json, const checkout::AppliedDiscount& applied, std::size_t number,
                   const std::string& currency) {
  const bool automatic = applied.code.empty();
  json.begin_object().member("id", "ad_" + std::to_string(number));
  if (!automatic) json.member("code", applied.code);  // DC-05
  json.key("coupon").begin_object();
  json.member("id", applied.id.empty() ? applied.code : applied.id).shown("name", applied.name);
  if (applied.percent_off) json.member("percent_off", *applied.percent_off);
  if (applied.amount_off) {
    json.member("amount_off", applied.amount_off->minor).member("currency", currency);
  }
  json.end_object().member("amount", applied.amount.minor);
  if (automatic) json.key("automatic").boolean(true);
  if (applied.starts) json.member("start", format_rfc3339(*applied.starts));
  if (applied.ends) json.member("end", format_rfc3339(*applied.ends));
  json.member("method", applied.across || applied.amount_off ? "across" : "each");  // DC-11
  json.member("priority", applied.priority);
  if (!applied.allocations.empty()) {
    json.key("allocations").begin_array();
    for (const checkout::DiscountAllocation& part : applied.allocations) {
      json.begin_object();
      json.member("path", Path({checkout::Member::line, part.line_index}).text());
      json.member("amount", part.amount.minor).end_object();
    }
    json.end_array();
  }
  json.end_object();
}

}  // namespace

std::string_view status_spelling(checkout::Status status) {
  using checkout::Status;
  switch (status) {
    case Status::incomplete: return "incomplete";
    case Status::not_ready_for_payment: return "not_ready_for_payment";
    case Status::requires_escalation: return "requires_escalation";
    case Status::authentication_required: return "authentication_required";
    case Status::ready_for_payment: return "ready_for_payment";
    case Status::pending_approval: return "pending_approval";
    case Status::complete_in_progress: return "complete_in_progress";
    case Status::completed: return "completed";
    case Status::canceled: return "canceled";
    case Status::in_progress: return "in_progress";
    case Status::expired: break;
  }
  return "expired";
}

std::string_view code_spelling(MessageCode code) {
  switch (code) {
    case MessageCode::none: return "";
    case MessageCode::missing: return "missing";
    case MessageCode::invalid: return "invalid";
    case MessageCode::out_of_stock: return "out_of_stock";
    case MessageCode::payment_declined: return "payment_declined";
    case MessageCode::requires_3ds: return "requires_3ds";
    case MessageCode::region_restricted: return "region_restricted";
    case MessageCode::unsupported: return "unsupported";
    case MessageCode::conflict: return "conflict";
    case MessageCode::intervention_required: return "intervention_required";
    case MessageCode::price_change: return "price_change";
    case MessageCode::discount_code_expired: return "discount_code_expired";
    case MessageCode::discount_code_invalid: return "discount_code_invalid";
    case MessageCode::discount_code_already_applied: return "discount_code_already_applied";
    case MessageCode::discount_code_minimum_not_met: return "discount_code_minimum_not_met";
    case MessageCode::discount_code_user_not_logged_in: return "discount_code_user_not_logged_in";
    case MessageCode::discount_code_combination_disallowed:
      return "discount_code_combination_disallowed";
    case MessageCode::discount_code_user_ineligible: return "discount_code_user_ineligible";
    case MessageCode::discount_code_usage_limit_reached: break;
  }
  return "discount_code_usage_limit_reached";
}

void write_total(json::Writer& json, TotalText text, Amount amount) {
  const std::string& head = total_heads(json.language())[static_cast<std::size_t>(text)];
  std::array<char, 128> total{};
  TILL_ENSURE(head.size() + 24 < total.size());
  char* at = std::copy(head.begin(), head.end(), total.data());
  at = std::to_chars(at, total.data() + total.size(), amount.minor).ptr;
  *at++ = '}';
  json.raw({total.data(), static_cast<std::size_t>(at - total.data())});
}

void write_tax(json::Writer& json, Amount added, Amount included, const std::string& currency) {
  const TotalText text = included == Amount{0} ? TotalText::tax : TotalText::added_tax;
  write_described(json, text, added, included, currency);
}

void write_line_items(json::Writer& json, const checkout::Session& session) {
  json.key("line_items").begin_array();
  const bool estimated = session.kind == checkout::SessionKind::cart;
  for (const checkout::LineItem& line : session.lines) {
    write_line(json, line, session.currency, estimated);
  }
  json.end_array();
}

void write_session_totals(json::Writer& json, const checkout::Session& session) {
  const checkout::OrderTotals& totals = session.totals;
  json.key("totals").begin_array();
  write_total(json, TotalText::items, totals.items_base_amount);
  write_total(json, TotalText::items_discount, totals.items_discount);
  write_total(json, TotalText::subtotal, totals.subtotal);
  write_total(json, TotalText::discount, totals.discount);
  write_total(json, TotalText::fulfillment, totals.fulfillment);
  write_tax(json, totals.tax, totals.included_tax, session.currency);
  write_described(json, TotalText::total, totals.total, totals.included_tax, session.currency);
  json.end_array();
}

void write_estimated_totals(json::Writer& json, const checkout::Session& session) {
  const checkout::OrderTotals& totals = session.totals;
  json.key("totals").begin_array();
  write_total(json, TotalText::items, totals.items_base_amount);
  write_total(json, TotalText::items_discount, totals.items_discount);
  write_total(json, TotalText::subtotal, totals.subtotal);
  write_total(json, TotalText::discount, totals.discount);
  write_described(json, TotalText::total, totals.total, totals.included_tax, session.currency);
  json.end_array();
}

void write_messages(json::Writer& json, const std::vector<checkout::Message>& messages) {
  json.key("messages").begin_array();
  for (const checkout::Message& message : messages) {
    json.begin_object().member("type", spelling(message.type));
    if (message.type != MessageType::info) json.member("code", code_spelling(message.code));
    if (message.resolution) json.member("resolution", spelling(*message.resolution));
    const Path path(message.field);
    if (!path.text().empty()) json.member("param", path.text());
    json.member("content_type", "plain");
    write_text(json, "content", message.text);
    json.end_object();
  }
  json.end_array();
}

void write_discounts(json::Writer& json, const checkout::Session& session) {
  const checkout::Discounts& discounts = session.discounts;
  if (!session.discounts_requested && discounts.applied.empty()) return;
  json.key("discounts").begin_object().key("codes").begin_array();
  for (const std::string& code : checkout::distinct_codes(discounts.codes)) json.text(code);
  json.end_array().key("applied").begin_array();
  std::size_t number = 0;
  for (const auto& applied : discounts.applied) {
    write_applied(json, applied, ++number, session.currency);
  }
  json.end_array().key("rejected").begin_array();
  for (const checkout::RejectedDiscount& rejected : discounts.rejected) {
    json.begin_object().member("code", rejected.code);
    json.member("reason", code_spelling(rejected.reason));
    json.shown("message", sentence_beside_code(checkout::text_of_rejection(rejected.reason)));
    json.end_object();
  }
  json.end_array().end_object();
}

void write_order_member(json::Writer& json, const checkout::Order& order) {
  acp::write_order(json.key("order"), order);
}

}  // namespace till::wire
