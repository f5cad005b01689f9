// A session in which every field is set and differs from its default.
#pragma once

#include "checkout/session.h"
#include "samples.h"

namespace till::store {

inline checkout::Address full_address() {
  return {"Ada Lovelace", "1 Main St", "Apt 2", "Portland", "OR", "US", "97201"};
}

inline checkout::FulfillmentDetails full_details() {
  return {"Ada Lovelace", "+15555550100", "ada@example.com", full_address()};
}

inline checkout::Order full_order() {
  checkout::Order order;
  order.id = id_of<OrderId>(77);
  order.checkout_session_id = id_of(7);
  order.agent = "agent";
  order.permalink_url = "https://shop.example/orders/77";
  order.status = checkout::OrderStatus::shipped;
  order.currency = "eur";
  order.payment_reference = "ch_1";
  order.lines = {{id_of<LineItemId>(1),
                  "mug-blue",
                  "Mug",
                  3,
                  2,
                  1,
                  Amount{1450},
                  Amount{4350},
                  Amount{12},
                  Amount{4362},
                  checkout::FulfillmentType::local_delivery,
                  full_address(),
                  checkout::PickupLocation{"Shop", full_address(), "+1", "Ring."},
                  Amount{8},
                  "https://shop.example/mug.jpg",
                  "https://shop.example/mug",
                  {{"Colour", "Blue"}}}};
  order.totals = {Amount{1}, Amount{2}, Amount{3}, Amount{4},
                  Amount{5}, Amount{6}, Amount{7}, Amount{9}};
  order.destination = full_address();
  order.created_at = kNow;
  order.held = true;
  order.fulfillments = {{id_of<FulfillmentId>(1),
                         checkout::FulfillmentType::pickup,
                         checkout::FulfillmentStatus::delivered,
                         {{id_of<LineItemId>(1), 2}},
                         "UPS",
                         "1Z",
                         "https://track.example",
                         full_address(),
                         "https://download.example",
                         "KEY",
                         {{id_of<ProgressId>(2), checkout::FulfillmentStatus::shipped, kNow}}}};
  order.adjustments = {{id_of<AdjustmentId>(3),
                        checkout::AdjustmentType::cancellation,
                        checkout::AdjustmentStatus::failed,
                        Amount{5},
                        {{id_of<LineItemId>(1), 1}},
                        "why",
                        kNow}};
  order.notes = "Ring twice";
  order.erased_at = kNow;
  order.dialect = checkout::DialectId{4};
  order.adjustments.back().by_shop = true;
  order.shop = {checkout::ShopState::refused, "10023", "https://shop.example/10023"};
  return order;
}

inline checkout::Buyer full_buyer() {
  checkout::Buyer buyer;
  buyer.first_name = "Ada";
  buyer.last_name = "Lovelace";
  buyer.full_name = "Ada Lovelace";
  buyer.email = "ada@example.com";
  buyer.phone_number = "+15555550100";
  buyer.customer_id = "customer";
  buyer.account_type = checkout::AccountType::business;
  buyer.authentication_status = checkout::AuthenticationStatus::requires_signin;
  buyer.company = checkout::Company{"Engines", "tax", "department", "center"};
  buyer.loyalty = checkout::Loyalty{"gold", -12, "2020-01-01T00:00:00Z"};
  buyer.tax_exemption = checkout::TaxExemption{"id", "type", {"US-OR", "US-WA"}, "2030-01-01"};
  return buyer;
}

inline checkout::Discounts full_discounts() {
  using checkout::MessageCode;
  checkout::AppliedDiscount percent{"save10",          "Save", 10, std::nullopt, Amount{145}, 2,
                                    {{0, Amount{145}}}};
  checkout::AppliedDiscount amount{"TAKE5", "Take", std::nullopt, Amount{500}, Amount{500}, 1, {}};
  amount.id = "take5";
  amount.across = true;
  amount.starts = kNow;
  amount.ends = kNow + Milliseconds(1);
  return {{"save10", "TAKE5", "OLD"},
          {percent, amount},
          {{"OLD", MessageCode::discount_code_usage_limit_reached}},
          {{"all:take5", 7}}};
}

inline checkout::Attribution full_attribution(const char* provider) {
  return {provider,
          Secret("atp_1"),
          "publisher",
          "campaign",
          "creative",
          "sub",
          "url",
          "https://a.example",
          "2026-01-01T00:00:00Z",
          "2026-02-01T00:00:00Z",
          "{}"};
}

inline checkout::SellerRecord full_record() {
  return {full_attribution("first.example"),
          full_attribution("last.example"),
          checkout::IntentTrace{"comparison", "Found it cheaper", "{\"amount\":1}"},
          {{"email", true, "ada@example.com", "News", kNow}},
          checkout::RiskSignals{"192.0.2.1", "browser", "en", "session", "device"},
          {"PO-7", checkout::PaymentTerms::net_90, "2026-03-01T00:00:00Z"}};
}

// One of a rule, and one as earlier versions stored it.
inline std::vector<checkout::Message> full_messages() {
  using namespace checkout;
  return {{MessageType::error,
           MessageCode::out_of_stock,
           Field(Member::group_line, 1, 2),
           Resolution::requires_buyer_review,
           {TextId::item_short, {"2", "Mug"}}},
          {MessageType::info,
           MessageCode::none,
           Field::spelled("$.line_items[0]"),
           {},
           Text::spelled("Only two left.")}};
}

inline checkout::SharedFacts full_facts() {
  checkout::ItemFacts facts;
  facts.group = "mug";
  facts.options = {{"Colour", "Blue"}, {"Size", "L"}};
  facts.brand = "Kiln";
  facts.gtin = "4006381333931";
  facts.mpn = "K-1";
  facts.category = "Mugs";
  facts.condition = checkout::ItemCondition::used;
  facts.weight_grams = 400;
  facts.size = checkout::ItemSize{100, 81, 90};
  facts.later = checkout::LaterSupply::backorder;
  facts.available_at = kNow;
  facts.max_per_order = 7;
  facts.least_age = 18;
  return checkout::SharedFacts(facts);
}

inline std::vector<checkout::LineItem> full_lines() {
  return {{id_of<LineItemId>(1),
           "mug-blue",
           "Mug",
           "Blue \xC3\xA9",
           1'000'000'000,
           Amount{kAmountMax},
           false,
           true,
           false,
           {Amount{1}, Amount{2}, Amount{3}, Amount{4}, Amount{-5}},
           {{true, "*Hot*"}},
           true,
           {{"https://shop.example/mug.jpg", "https://shop.example/mug-2.jpg"},
            "https://shop.example/mug"},
           full_facts(),
           Amount{7},
           "txcd_1",
           Amount{6}}};
}

inline checkout::Session full_session() {
  using namespace checkout;
  Session session = plain_session(7, 300);
  session.status = Status::expired;
  session.capabilities = {true, true, true, {"discount"}, true, true, Enforcement::optional};
  session.buyer = full_buyer();
  session.lines = full_lines();
  session.fulfillment_details = full_details();
  session.options = {{FulfillmentType::pickup,
                      "pickup",
                      "Pick up",
                      "At the shop",
                      "carrier",
                      PickupLocation{"Shop", full_address(), "+1", "Ring."},
                      Amount{500},
                      Amount{36},
                      {id_of<LineItemId>(1)},
                      TimeWindow{kNow, kNow + Milliseconds(5)},
                      PickupType::locker,
                      ServiceArea{5, "94105"},
                      Amount{4}}};
  session.selected = {{FulfillmentType::pickup, "pickup", {id_of<LineItemId>(1)}}};
  session.groups = {
      {"group", {"mug-blue"}, FulfillmentType::digital, full_details(), "location", "ring twice"}};
  session.discounts = full_discounts();
  session.discounts_requested = true;
  session.selected_by_item = true;
  session.kind = SessionKind::cart;
  session.totals = {Amount{1}, Amount{2}, Amount{3}, Amount{4},
                    Amount{5}, Amount{6}, Amount{7}, Amount{8}};
  session.messages = full_messages();
  session.language = Language::ja;
  session.holds = {{"mug-blue", 3}};
  session.locale = "en-US";
  session.timezone = "America/Los_Angeles";
  session.metadata_json = "{\"a\":1}";
  session.order_notes = std::string("a\0b", 3);
  session.payment = OpenPayment{id_of<AttemptId>(9), digest_of(1), digest_of(2), DialectId{2}};
  session.order = full_order();
  session.authentication = AuthenticationRequest{"bin",
                                                 "DE",
                                                 "merchant",
                                                 "Shop",
                                                 "requestor",
                                                 DirectoryServer::mastercard,
                                                 AuthenticationFlow::frictionless_low_risk};
  session.approval = AwaitedApproval{Secret("vt_1"), kNow, "card_2", "acme", DialectId{3}};
  session.record = full_record();
  session.quote_id = "Q-1";
  session.quote_expires_at = kNow;
  session.approved = true;
  session.deadline = kNow;
  session.buyer_forgotten = true;
  session.held_by_shop = true;
  return session;
}

}  // namespace till::store
