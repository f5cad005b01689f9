// Session: a checkout session as one version of it stands. A value; the store keeps versions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/language.h"
#include "checkout/authentication.h"
#include "checkout/dialect_id.h"
#include "checkout/discount.h"
#include "checkout/fulfillment.h"
#include "checkout/item_facts.h"
#include "checkout/message.h"
#include "checkout/order.h"
#include "checkout/party.h"
#include "checkout/seller_record.h"
#include "checkout/web_links.h"

namespace till::checkout {

// ST-01. Till itself never enters requires_escalation and in_progress.
enum class Status {
  incomplete,
  not_ready_for_payment,
  requires_escalation,
  authentication_required,
  ready_for_payment,
  pending_approval,
  complete_in_progress,
  completed,
  canceled,
  in_progress,
  expired,
};

// What a line or a session costs, by kind (A9). Every amount is >= 0; a discount is subtracted.
struct LineTotals {
  Amount items_base_amount;
  Amount items_discount;
  Amount subtotal;           // items_base_amount - items_discount
  Amount tax;                // Added to the price.
  Amount total;              // subtotal + tax
  Amount included_tax = {};  // The part of the subtotal that is tax (LT-21).
  bool operator==(const LineTotals&) const = default;
};

struct LineItem {
  LineItemId id;
  std::string item_id;
  std::string title;
  std::optional<std::string> description;
  std::int64_t quantity = 1;
  Amount unit_amount;
  bool physical = true;
  bool tax_exempt = false;  // Also by the buyer's certificate.
  bool in_stock = true;     // The demand of its item can be had, or needs no stock.
  LineTotals totals;
  std::vector<Disclosure> disclosures;
  bool exempted = false;  // The buyer's certificate frees it, or its delivery, of a tax.
  WebLinks links = {};
  SharedFacts facts = {};
  std::optional<Amount> list_amount = {};  // Of one piece while it is on sale for less.
  std::string tax_code = {};           // What the tax service calls its kind; not shown to agents.
  std::optional<Amount> honored = {};  // See QuoteLine; the session keeps it for the item.
  bool operator==(const LineItem&) const = default;
};

// Pieces set aside for this session, all lines of one item together.
struct Hold {
  std::string item_id;
  std::int64_t quantity = 0;
  bool operator==(const Hold&) const = default;
};

// The payment under way while the status is complete_in_progress.
struct OpenPayment {
  AttemptId attempt;
  Digest idempotency_scope{};  // The key that asked for it: not final until this is settled.
  Digest fingerprint{};
  DialectId dialect = DialectId::acp_2026_04_17;  // In which that key is answered.
  bool operator==(const OpenPayment&) const = default;
};

// What a purchase needs once the seller approves it (ST-08). Nothing is charged before.
struct AwaitedApproval {
  Secret token;  // Empty when the buyer pays on account by a purchase order.
  // When the session expires once the seller says no; nothing in sessions of an older format.
  std::optional<Timestamp> expires_if_denied;
  // The handler that the token is for, and who charges by it; both empty in an older format: the
  // first one.
  std::string handler_id = {};
  std::string provider = {};
  DialectId dialect = DialectId::acp_2026_04_17;  // In which it was asked for.
  bool operator==(const AwaitedApproval&) const = default;
};

// When what is required is asked for (CP-05): of every payment, when a payment needs it, or never
// for its own sake.
enum class Enforcement { always, conditional, optional };

// The interventions both sides can do (CP-04), and what the seller asks for (CP-05).
struct Capabilities {
  bool three_ds = false;
  bool biometric = false;
  bool address_verification = false;
  std::vector<std::string> extensions;  // Active ones, spelled as the agent did (XT-08).
  bool three_ds_required = false;
  bool biometric_required = false;
  Enforcement enforcement = Enforcement::conditional;
  bool operator==(const Capabilities&) const = default;
};

// A cart is a session before a checkout: it estimates and holds nothing (A20).
enum class SessionKind { checkout, cart };

struct Session {
  SessionId id;
  std::uint64_t version = 0;  // 1 for the first; 0 stands for "not there yet".
  std::string agent;          // Only this agent sees the session (EP-09).
  Status status = Status::incomplete;
  std::string currency;  // ISO 4217 in lower case.
  Capabilities capabilities;
  std::optional<Buyer> buyer;
  std::vector<LineItem> lines;
  std::optional<FulfillmentDetails> fulfillment_details;
  std::vector<FulfillmentOption> options;
  std::vector<SelectedFulfillmentOption> selected;
  bool selected_by_item = false;  // The agent names lines by the ids of their items (FU-07).
  std::vector<FulfillmentGroup> groups;
  Discounts discounts;
  bool discounts_requested = false;  // Codes were given or the extension is active.
  OrderTotals totals;
  std::vector<Message> messages;
  std::vector<Hold> holds;
  std::optional<std::string> locale;
  std::optional<std::string> timezone;
  std::optional<std::string> metadata_json;  // A JSON object in canonical form, echoed (SE-09).
  std::optional<std::string> order_notes;    // Never echoed (SE-07).
  std::optional<OpenPayment> payment;
  std::optional<Order> order;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp expires_at;
  Language language = Language::en;  // Of what buyers read (TR-10).
  SessionKind kind = SessionKind::checkout;
  std::optional<AuthenticationRequest> authentication;  // While authentication_required (ST-05).
  std::optional<AwaitedApproval> approval;              // While pending_approval.
  SellerRecord record;
  // The seller said yes to the purchase whose payment is under way or asks for an authentication.
  bool approved = false;
  std::int64_t declines = 0;                  // Payments with what the agent brought that failed.
  std::optional<std::string> quote_id;        // As the agent named it (CU-13).
  std::optional<Timestamp> quote_expires_at;  // While its prices hold.
  // When the store hands it out as due, when that is before expires_at (deadline_of).
  std::optional<Timestamp> deadline;
  // Its buyer had an e-mail address, which was forgotten: nobody can tell any more whose it is.
  bool buyer_forgotten = false;
  // What it holds stands in the shop's backend and not in Till's own stock.
  bool held_by_shop = false;
  bool operator==(const Session&) const = default;
};

// A version that no one changes any more; shared between threads.
using SessionPtr = std::shared_ptr<const Session>;

// True for completed, canceled and expired: nothing changes such a session (ST-11).
bool is_over(Status status);

}  // namespace till::checkout
