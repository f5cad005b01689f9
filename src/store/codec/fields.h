// The fields of what is stored, in the order in which they are written. Appending a field or
// changing the order needs a new kFormat, which the new field asks for. Private to store.
#pragma once

#include "app/hold_intent.h"
#include "app/records.h"
#include "checkout/session.h"
#include "store/codec/archive.h"
#include "store/codec/logged_level.h"

namespace till::store::codec {

template <>
inline constexpr auto kLast<checkout::Status> = checkout::Status::expired;
template <>
inline constexpr auto kLast<checkout::SessionKind> = checkout::SessionKind::cart;
template <>
inline constexpr auto kLast<checkout::AccountType> = checkout::AccountType::business;
template <>
inline constexpr auto kLast<checkout::AuthenticationStatus> =
    checkout::AuthenticationStatus::requires_signin;
template <>
inline constexpr auto kLast<checkout::FulfillmentType> = checkout::FulfillmentType::local_delivery;
template <>
inline constexpr auto kLast<checkout::PickupType> = checkout::PickupType::locker;
template <>
inline constexpr auto kLast<checkout::MessageType> = checkout::MessageType::error;
template <>
inline constexpr auto kLast<checkout::MessageCode> =
    checkout::MessageCode::discount_code_usage_limit_reached;
template <>
inline constexpr auto kLast<checkout::Member> = checkout::kLastMember;
template <>
inline constexpr auto kLast<checkout::TextId> = checkout::kLastText;
template <>
inline constexpr auto kLast<checkout::Enforcement> = checkout::Enforcement::optional;
template <>
inline constexpr auto kLast<Language> = Language::ja;
template <>
inline constexpr auto kLast<checkout::Resolution> = checkout::Resolution::requires_buyer_review;
template <>
inline constexpr auto kLast<checkout::OrderStatus> = checkout::OrderStatus::canceled;
template <>
inline constexpr auto kLast<checkout::FulfillmentStatus> = checkout::FulfillmentStatus::delivered;
template <>
inline constexpr auto kLast<checkout::AdjustmentType> = checkout::AdjustmentType::dispute;
template <>
inline constexpr auto kLast<checkout::PaymentState> = checkout::PaymentState::lapsed;
template <>
inline constexpr auto kLast<checkout::ShopState> = checkout::ShopState::refused;
template <>
inline constexpr auto kLast<checkout::AdjustmentStatus> = checkout::AdjustmentStatus::failed;
template <>
inline constexpr auto kLast<checkout::RefusalCode> = checkout::RefusalCode::total_changed;
template <>
inline constexpr auto kLast<checkout::DirectoryServer> = checkout::DirectoryServer::visa;
template <>
inline constexpr auto kLast<checkout::AuthenticationFlow> =
    checkout::AuthenticationFlow::frictionless_low_risk;
template <>
inline constexpr auto kLast<checkout::PaymentTerms> = checkout::PaymentTerms::net_90;
template <>
inline constexpr auto kLast<checkout::ItemCondition> = checkout::ItemCondition::used;
template <>
inline constexpr auto kLast<checkout::LaterSupply> = checkout::LaterSupply::backorder;
template <>
inline constexpr auto kFirst<checkout::DialectId> = checkout::DialectId{1};
template <>
inline constexpr auto kLast<checkout::DialectId> = checkout::DialectId{255};  // Spoken or not.
template <>
inline constexpr auto kFirst<app::Success> = app::Success::created;
template <>
inline constexpr auto kLast<app::Success> = app::Success::ok;
template <>
inline constexpr auto kFirst<app::AttemptState> = app::AttemptState::open;
template <>
inline constexpr auto kLast<app::AttemptState> = app::AttemptState::failed;
template <>
inline constexpr auto kFirst<app::PaymentKind> = app::PaymentKind::charge;
template <>
inline constexpr auto kLast<app::PaymentKind> = app::PaymentKind::cancel;
template <>
inline constexpr auto kFirst<app::EventType> = app::EventType::order_create;
template <>
inline constexpr auto kLast<app::EventType> = app::EventType::order_update;
template <>
inline constexpr auto kFirst<app::EventState> = app::EventState::pending;
template <>
inline constexpr auto kLast<app::EventState> = app::EventState::dead;
template <>
inline constexpr auto kFirst<app::EventReceiver> = app::EventReceiver::agent;
template <>
inline constexpr auto kLast<app::EventReceiver> = app::EventReceiver::tax;
template <>
inline constexpr auto kFirst<app::HoldState> = app::HoldState::asked;
template <>
inline constexpr auto kLast<app::HoldState> = app::HoldState::standing;
template <>
inline constexpr auto kFirst<app::VaultToken::Card> = app::VaultToken::Card::approved;
template <>
inline constexpr auto kLast<app::VaultToken::Card> = app::VaultToken::Card::times_out;

void fields(auto& a, Like<checkout::Address> auto& v) {
  a(v.name, v.line_one, v.line_two, v.city, v.state, v.country, v.postal_code);
}
void fields(auto& a, Like<checkout::FulfillmentDetails> auto& v) {
  a(v.name, v.phone_number, v.email, v.address);
}
void fields(auto& a, Like<checkout::Company> auto& v) {
  a(v.name, v.tax_id, v.department, v.cost_center);
}
void fields(auto& a, Like<checkout::Loyalty> auto& v) {
  a(v.tier, v.points_balance, v.member_since);
}
void fields(auto& a, Like<checkout::TaxExemption> auto& v) {
  a(v.certificate_id, v.certificate_type, v.exempt_regions, v.expires_at);
}
void fields(auto& a, Like<checkout::Buyer> auto& v) {
  a(v.first_name, v.last_name, v.full_name, v.email, v.phone_number, v.customer_id, v.account_type,
    v.authentication_status, v.company, v.loyalty, v.tax_exemption);
}
void fields(auto& a, Like<checkout::PickupLocation> auto& v) {
  a(v.name, v.address);
  if (a.format() >= 3) a(v.phone, v.instructions);
}
void fields(auto& a, Like<checkout::TimeWindow> auto& v) { a(v.from, v.until); }
void fields(auto& a, Like<checkout::ServiceArea> auto& v) {
  a(v.radius_miles, v.center_postal_code);
}
void fields(auto& a, Like<checkout::TaxBasis> auto& v) { a(v.calculation, v.total); }
void fields(auto& a, Like<checkout::FulfillmentOption> auto& v) {
  a(v.type, v.id, v.title, v.description, v.carrier, v.location, v.subtotal, v.tax, v.covers);
  if (a.format() >= 3) a(v.window, v.pickup_type, v.service_area);
  if (a.format() >= 10) a(v.included_tax);
  if (a.format() >= 12) a(v.tax_calculations);
}
void fields(auto& a, Like<checkout::SelectedFulfillmentOption> auto& v) {
  a(v.type, v.option_id, v.lines);
}
void fields(auto& a, Like<checkout::FulfillmentGroup> auto& v) {
  a(v.id, v.item_ids, v.destination_type, v.fulfillment_details, v.location_id, v.instructions);
}
void fields(auto& a, Like<checkout::Field> auto& v) { a(v.member, v.index, v.inner, v.place); }
void fields(auto& a, Like<checkout::Text> auto& v) { a(v.id, v.arguments, v.words); }
// Until format 7 fields and texts were stored as they were spelled.
void fields(auto& a, Like<checkout::Message> auto& v) {
  if (a.format() >= 8) return a(v.type, v.code, v.field, v.resolution, v.text);
  a(v.type, v.code, v.field.place, v.resolution, v.text.words);
  if (a.format() >= 3) a(v.text.arguments);
}
void fields(auto& a, Like<checkout::DiscountAllocation> auto& v) { a(v.line_index, v.amount); }
void fields(auto& a, Like<checkout::AppliedDiscount> auto& v) {
  a(v.code, v.name, v.percent_off, v.amount_off, v.amount, v.priority, v.allocations);
  if (a.format() >= 3) a(v.id, v.across, v.starts, v.ends);
}
void fields(auto& a, Like<checkout::RejectedDiscount> auto& v) { a(v.code, v.reason); }
void fields(auto& a, Like<checkout::DiscountUse> auto& v) { a(v.key, v.limit); }
void fields(auto& a, Like<checkout::Discounts> auto& v) {
  a(v.codes, v.applied, v.rejected);
  if (a.format() >= 3) a(v.uses);
}
void fields(auto& a, Like<checkout::ItemOption> auto& v) { a(v.name, v.value); }
void fields(auto& a, Like<checkout::ItemSize> auto& v) { a(v.length_mm, v.width_mm, v.height_mm); }
void fields(auto& a, Like<checkout::ItemFacts> auto& v) {
  a(v.group, v.options, v.brand, v.gtin, v.mpn, v.category, v.condition, v.weight_grams, v.size,
    v.later, v.available_at, v.max_per_order, v.least_age);
}
inline void fields(Writer& a, const checkout::SharedFacts& v) {
  a(static_cast<bool>(v));
  if (v) a(*v);
}
inline void fields(Reader& a, checkout::SharedFacts& v) {
  std::optional<checkout::ItemFacts> facts;
  a(facts);
  v = facts ? checkout::SharedFacts(std::move(*facts)) : checkout::SharedFacts();
}
void fields(auto& a, Like<checkout::OrderLine> auto& v) {
  a(v.id, v.item_id, v.title, v.ordered, v.current, v.fulfilled, v.unit_price, v.subtotal, v.tax,
    v.total, v.fulfillment);
  if (a.format() >= 3) a(v.destination);
  if (a.format() >= 6) a(v.pickup);
  if (a.format() >= 10) a(v.included_tax);
  if (a.format() >= 11) a(v.image_url, v.page_url);
  if (a.format() >= 12) a(v.options);
}
void fields(auto& a, Like<checkout::OrderTotals> auto& v) {
  a(v.items_base_amount, v.items_discount, v.subtotal, v.discount, v.fulfillment, v.tax, v.total);
  if (a.format() >= 10) a(v.included_tax);
}
void fields(auto& a, Like<checkout::LineQuantity> auto& v) { a(v.line, v.quantity); }
void fields(auto& a, Like<checkout::Progress> auto& v) { a(v.id, v.reached, v.occurred_at); }
void fields(auto& a, Like<checkout::OrderFulfillment> auto& v) {
  a(v.id, v.type, v.status, v.lines, v.carrier, v.tracking_number, v.tracking_url, v.destination,
    v.access_url, v.license_key, v.progress);
}
void fields(auto& a, Like<checkout::Adjustment> auto& v) {
  a(v.id, v.type, v.status, v.amount, v.lines, v.reason, v.occurred_at);
  if (a.format() >= 4) a(v.reference);
  if (a.format() >= 9) a(v.by_shop);
}
void fields(auto& a, Like<checkout::AtShop> auto& v) { a(v.state, v.number, v.permalink_url); }
void fields(auto& a, Like<checkout::TaxSale> auto& v) { a(v.id, v.total); }
void fields(auto& a, Like<checkout::TaxReversal> auto& v) { a(v.sale, v.adjustment, v.amount); }
void fields(auto& a, Like<checkout::AtTaxService> auto& v) { a(v.sales, v.reversals); }
void fields(auto& a, Like<checkout::Order> auto& v) {
  a(v.id, v.checkout_session_id, v.agent, v.permalink_url, v.status, v.currency,
    v.payment_reference, v.lines, v.totals, v.destination, v.created_at);
  if (a.format() >= 2) a(v.held, v.fulfillments, v.adjustments);
  if (a.format() >= 3) a(v.language, v.notes);
  if (a.format() >= 4) a(v.payment, v.review);
  if (a.format() >= 6) a(v.provider, v.erased_at);
  if (a.format() >= 8) a(v.dialect);
  if (a.format() >= 9) a(v.shop);
  if (a.format() >= 12) a(v.taxes);
}
void fields(auto& a, Like<checkout::LineTotals> auto& v) {
  a(v.items_base_amount, v.items_discount, v.subtotal, v.tax, v.total);
  if (a.format() >= 10) a(v.included_tax);
}
void fields(auto& a, Like<checkout::Disclosure> auto& v) { a(v.markdown, v.content); }
void fields(auto& a, Like<checkout::WebLinks> auto& v) { a(v.images, v.page); }
void fields(auto& a, Like<checkout::LineItem> auto& v) {
  a(v.id, v.item_id, v.title, v.description, v.quantity, v.unit_amount, v.physical, v.tax_exempt,
    v.in_stock, v.totals);
  if (a.format() >= 3) a(v.disclosures);
  if (a.format() >= 6) a(v.exempted);
  if (a.format() >= 11) a(v.links);
  if (a.format() >= 12) a(v.facts, v.list_amount, v.tax_code);
  if (a.format() >= 13) a(v.honored);
}
void fields(auto& a, Like<checkout::Hold> auto& v) { a(v.item_id, v.quantity); }
void fields(auto& a, Like<checkout::OpenPayment> auto& v) {
  a(v.attempt, v.idempotency_scope, v.fingerprint);
  if (a.format() >= 8) a(v.dialect);
}
void fields(auto& a, Like<checkout::Capabilities> auto& v) {
  a(v.three_ds, v.biometric, v.address_verification, v.extensions);
  if (a.format() >= 3) a(v.three_ds_required, v.biometric_required, v.enforcement);
}
void fields(auto& a, Like<checkout::AuthenticationRequest> auto& v) {
  a(v.acquirer_bin, v.acquirer_country, v.acquirer_merchant_id, v.merchant_name, v.requestor_id,
    v.directory_server, v.flow);
}
void fields(auto& a, Like<checkout::AuthenticationProof> auto& v) {
  a(v.cryptogram, v.indicator, v.transaction_id, v.version);
}
void fields(auto& a, Like<checkout::AwaitedApproval> auto& v) {
  a(v.token);
  if (a.format() >= 6) a(v.expires_if_denied);
  if (a.format() >= 8) a(v.handler_id, v.provider, v.dialect);
}
void fields(auto& a, Like<checkout::Attribution> auto& v) {
  a(v.provider, v.token, v.publisher_id, v.campaign_id, v.creative_id, v.sub_id, v.source_type,
    v.source_url, v.issued_at, v.expires_at, v.metadata_json);
}
void fields(auto& a, Like<checkout::IntentTrace> auto& v) {
  a(v.reason_code, v.summary, v.metadata_json);
}
void fields(auto& a, Like<checkout::MarketingConsent> auto& v) {
  a(v.channel, v.opted_in, v.contact, v.shown_text, v.decided_at);
}
void fields(auto& a, Like<checkout::RiskSignals> auto& v) {
  a(v.ip_address, v.user_agent, v.accept_language, v.session_id, v.device_fingerprint);
}
void fields(auto& a, Like<checkout::BusinessTerms> auto& v) {
  a(v.purchase_order_number, v.payment_terms, v.due_date);
}
void fields(auto& a, Like<checkout::SellerRecord> auto& v) {
  a(v.first_touch, v.last_touch, v.intent_trace, v.consents, v.risk_signals, v.business);
}
void fields(auto& a, Like<checkout::Session> auto& v) {
  a(v.id, v.version, v.agent, v.status, v.currency, v.capabilities, v.buyer, v.lines,
    v.fulfillment_details, v.options, v.selected, v.groups, v.discounts, v.discounts_requested,
    v.totals, v.messages, v.holds, v.locale, v.timezone, v.metadata_json, v.order_notes, v.payment,
    v.order, v.created_at, v.updated_at, v.expires_at);
  if (a.format() >= 2) a(v.selected_by_item);
  if (a.format() >= 3) {
    a(v.language, v.kind, v.authentication, v.approval, v.record, v.quote_id, v.quote_expires_at);
  }
  if (a.format() >= 6) a(v.declines, v.deadline);
  if (a.format() >= 7) a(v.buyer_forgotten, v.approved);
  if (a.format() >= 10) a(v.held_by_shop);
}
void fields(auto& a, Like<checkout::Refusal> auto& v) {
  if (a.format() >= 8) return a(v.code, v.field, v.text, v.reasons);
  a(v.code, v.field.place, v.text.words);
}
void fields(auto& a, Like<app::SessionAnswer> auto& v) { a(v.session, v.version, v.success); }
void fields(auto& a, Like<app::TokenAnswer> auto& v) { a(v.token); }
void fields(auto& a, Like<checkout::StockCount> auto& v) { a(v.pieces, v.at); }
void fields(auto& a, Like<checkout::StockLevel> auto& v) {
  a(v.open, v.held, v.catalog, v.count, v.added);
}
void fields(auto& a, Like<app::ItemStock> auto& v) { a(v.item_id, v.level); }
void fields(auto& a, Like<app::StockAnswer> auto& v) { a(v.items); }
void fields(auto& a, Like<LoggedLevel> auto& v) { a(v.stock, v.holders); }
void fields(auto& a, Like<app::PaymentAttempt> auto& v) {
  a(v.id, v.session, v.gateway_key, v.token_hash, v.token, v.amount, v.currency, v.handler_id,
    v.state, v.gateway_reference, v.created_at);
  if (a.format() >= 2) a(v.kind, v.adjustment);
  if (a.format() >= 3) a(v.authentication);
  if (a.format() >= 4) a(v.order, v.capture_later);
  if (a.format() >= 5) a(v.authenticate, v.key_spent_at);
  if (a.format() >= 6) a(v.provider, v.plain);
}
// Since format 10. When it is due stands beside it.
void fields(auto& a, Like<app::HoldIntent> auto& v) {
  a(v.session, v.version, v.state, v.until, v.pieces);
}
void fields(auto& a, Like<app::VaultToken> auto& v) {
  a(v.id, v.card, v.max_amount, v.currency, v.checkout_session_id, v.merchant_id, v.expires_at,
    v.created_at, v.metadata, v.spent_by, v.approved);
}

}  // namespace till::store::codec
