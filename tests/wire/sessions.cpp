#include "wire/sessions.h"

namespace till::wire::test {
namespace {

using namespace checkout;

template <class AnyId>
AnyId numbered(std::uint8_t number) {
  AnyId id;
  id.bytes[0] = 1;
  id.bytes[15] = number;
  return id;
}

LineItem line(std::uint8_t number, std::int64_t quantity, std::int64_t unit, std::int64_t tax) {
  LineItem item;
  item.id = numbered<LineItemId>(number);
  item.item_id = "item_" + std::to_string(number);
  item.title = "Mug \"" + std::to_string(number) + "\"";
  item.quantity = quantity;
  item.unit_amount = {unit};
  item.totals = {{unit * quantity}, {0}, {unit * quantity}, {tax}, {unit * quantity + tax}};
  return item;
}

Address address() { return {"Ann Lee", "5 Elm St", "Apt 2", "Austin", "TX", "US", "73301"}; }

Session bare_session() {
  Session session;
  session.id = numbered<SessionId>(7);
  session.version = 1;
  session.agent = "agent_one";
  session.currency = "usd";
  session.created_at = *parse_rfc3339("2026-11-24T10:00:00Z");
  session.updated_at = *parse_rfc3339("2026-11-24T10:05:00Z");
  session.expires_at = *parse_rfc3339("2026-11-24T16:00:00Z");
  return session;
}

Buyer whole_buyer() {
  Buyer buyer;
  buyer.first_name = "Ann";
  buyer.last_name = "Lee";
  buyer.full_name = "Ann Lee";
  buyer.email = "ann@example.com";
  buyer.phone_number = "+15125550100";
  buyer.customer_id = "c_1";
  buyer.account_type = AccountType::business;
  buyer.authentication_status = AuthenticationStatus::authenticated;
  buyer.company = Company{"Elm", "T1", "Arts", "42"};
  buyer.loyalty = Loyalty{"gold", 120, "2020-01-02T03:04:05Z"};
  buyer.tax_exemption = TaxExemption{"x1", "resale", {"TX"}, "2030-01-01T00:00:00Z"};
  return buyer;
}

void add_options(Session& session) {
  std::vector<LineItemId> all;
  for (const LineItem& item : session.lines) all.push_back(item.id);
  session.options = {
      {FulfillmentType::shipping,
       "standard",
       "Standard",
       "In 5 days",
       "USPS",
       {},
       {500},
       {41},
       all},
      {FulfillmentType::pickup,
       "store",
       "Pick up",
       {},
       {},
       PickupLocation{"Elm Store", address()},
       {0},
       {0},
       all},
      {FulfillmentType::digital, "mail", "By mail", "At once", {}, {}, {0}, {0}, all},
      {FulfillmentType::local_delivery, "bike", "By bike", {}, {}, {}, {900}, {0}, all}};
  session.selected = {{FulfillmentType::shipping, "standard", all}};
}

Order order_of(const Session& session) {
  Order order;
  order.id = numbered<OrderId>(9);
  order.checkout_session_id = session.id;
  order.agent = session.agent;
  order.permalink_url = "https://shop.example.com/orders/" + order.id.text();
  order.currency = session.currency;
  order.totals = session.totals;
  order.destination = address();
  order.created_at = session.updated_at;
  order.payment_reference = "charge_secret";
  for (const LineItem& item : session.lines) {
    OrderLine ordered;
    ordered.id = item.id;
    ordered.item_id = item.item_id;
    ordered.title = item.title;
    ordered.ordered = ordered.current = item.quantity;
    ordered.unit_price = item.unit_amount;
    ordered.subtotal = item.totals.subtotal;
    ordered.tax = item.totals.tax;
    ordered.total = item.totals.total;
    order.lines.push_back(ordered);
  }
  return order;
}

}  // namespace

SellerProfile seller() {
  SellerProfile profile;
  profile.merchant_id = "acct_1";
  profile.merchant_name = "Elm & Co";
  profile.public_url = "https://api.example.com";
  profile.shop_url = "https://shop.example.com";
  profile.handlers = {{"card_main", "sandbox"}};
  profile.currencies = {"usd", "eur"};
  profile.session_lifetime = Milliseconds(21'600'000);
  profile.capabilities.three_ds = true;
  profile.marketing_options = {{"email", "News of Elm & Co", "https://shop.example.com/privacy"}};
  return profile;
}

Session incomplete_session() {
  Session session = bare_session();
  session.lines = {line(1, 1, 1000, 0)};
  session.totals = {{1000}, {0}, {1000}, {0}, {0}, {0}, {1000}};
  session.messages = {{MessageType::error, MessageCode::missing, Member::address,
                       Resolution::requires_buyer_input, Text::spelled("Where shall it go?")}};
  return session;
}

Session ready_session() {
  Session session = bare_session();
  session.status = Status::ready_for_payment;
  session.buyer = whole_buyer();
  session.lines = {line(1, 1, 1000, 83), line(2, 2, 2000, 330), line(3, 1, 500, 41)};
  session.lines[1].description = "Blue";
  session.lines[2].tax_exempt = true;
  session.fulfillment_details = FulfillmentDetails{"Ann Lee", "+1", "ann@example.com", address()};
  session.groups = {
      {"g1", {"item_1"}, FulfillmentType::pickup, session.fulfillment_details, "l1", "Ring"}};
  session.totals = {{5500}, {0}, {5500}, {0}, {500}, {495}, {6495}};
  session.messages = {
      {MessageType::info, MessageCode::none, Field(Member::line), {}, Text::spelled("Made here.")},
      {MessageType::warning, MessageCode::price_change, {}, {}, Text::spelled("It costs less.")}};
  session.locale = "en-US";
  session.timezone = "America/Chicago";
  session.metadata_json = R"({"a":{"b":[1,null]}})";
  session.quote_id = "Q-1";
  session.quote_expires_at = session.expires_at;
  session.order_notes = "never_echoed";
  add_options(session);
  return session;
}

Session discounted_session() {
  Session session = ready_session();
  session.discounts_requested = true;
  session.capabilities.extensions = {"discount@2026-01-27"};
  session.discounts.codes = {"Save10", "five", "old"};
  session.discounts.applied = {
      {"Save10", "Ten percent", 10, {}, {550}, 1, {{0, {100}}, {1, {400}}, {2, {50}}}},
      {"five", "Five off", {}, Amount{500}, {500}, 2, {}}};
  AppliedDiscount own{"", "Spring", {}, Amount{90}, {90}, 3, {{0, {90}}}, "spring", true};
  own.starts = Timestamp{1'795'514'400'000};
  own.ends = Timestamp{1'795'518'000'000};
  session.discounts.applied.push_back(std::move(own));
  session.discounts.codes.emplace_back("SAVE10");
  session.lines.front().disclosures = {{true, "**Hot** when hot."}, {false, "a < b"}};
  for (const MessageCode reason :
       {MessageCode::discount_code_invalid, MessageCode::discount_code_expired,
        MessageCode::discount_code_already_applied, MessageCode::discount_code_minimum_not_met,
        MessageCode::discount_code_user_not_logged_in,
        MessageCode::discount_code_combination_disallowed,
        MessageCode::discount_code_user_ineligible,
        MessageCode::discount_code_usage_limit_reached}) {
    session.discounts.rejected.push_back({"old", reason});
    session.messages.push_back({MessageType::warning, reason, Field(Member::discount_code, 2),
                                Resolution::recoverable, Text::spelled("This code does nothing.")});
  }
  return session;
}

Session authenticating_session() {
  Session session = ready_session();
  session.status = Status::authentication_required;
  session.capabilities.three_ds = true;
  session.authentication = AuthenticationRequest{"400000",
                                                 "US",
                                                 "acct_1",
                                                 "Elm & Co",
                                                 "requestor",
                                                 DirectoryServer::mastercard,
                                                 AuthenticationFlow::challenge_preferred};
  session.record.first_touch = Attribution{"never_echoed", Secret("never_echoed")};
  session.record.risk_signals = RiskSignals{"never_echoed"};
  session.record.intent_trace = IntentTrace{"never_echoed"};
  session.record.consents = {{"never_echoed", true, "", "", {}}};
  return session;
}

Session completed_session() {
  Session session = ready_session();
  session.status = Status::completed;
  session.order = order_of(session);
  return session;
}

checkout::Session cart_session() {
  checkout::Session cart = ready_session();
  cart.kind = checkout::SessionKind::cart;
  cart.options.clear();
  cart.selected.clear();
  cart.fulfillment_details.reset();
  for (checkout::LineItem& line : cart.lines) {
    line.totals.total = line.totals.subtotal;
    line.totals.tax = {};
  }
  cart.lines.front().in_stock = false;
  cart.totals.fulfillment = cart.totals.tax = {};
  cart.totals.total = {cart.totals.subtotal.minor - cart.totals.discount.minor};
  cart.messages = {{checkout::MessageType::error, checkout::MessageCode::out_of_stock,
                    Field(Member::line), checkout::Resolution::recoverable,
                    Text::spelled("Sold out.")}};
  return cart;
}

}  // namespace till::wire::test
