// Commands: what an agent asks of a session, decoded from any dialect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "checkout/session.h"

namespace till::checkout {

// A member of an update: left out (leave it), null (clear it) or given (CU-06, ID-07).
template <class T>
struct Patch {
  enum class Kind { absent, cleared, given };
  Kind kind = Kind::absent;
  T value{};
  bool operator==(const Patch&) const = default;
  static Patch of(T given) { return {Kind::given, std::move(given)}; }
  static Patch clear() { return {Kind::cleared, {}}; }
};

struct RequestedLine {
  std::string item_id;
  std::int64_t quantity = 1;
  Field id_field;                        // Where the item's id stands in the request, for errors.
  Field quantity_field;                  // Where the quantity stands, or the line when it has none.
  std::optional<Amount> suggested = {};  // What the agent showed a piece to cost (CU-15).
  bool operator==(const RequestedLine&) const = default;
};

// A choice as the agent wrote it; `item_ids` are line item ids or item ids (FU-07).
struct RequestedSelection {
  FulfillmentType type = FulfillmentType::shipping;
  std::string option_id;
  std::vector<std::string> item_ids;
  bool operator==(const RequestedSelection&) const = default;
};

struct CreateCommand {
  std::vector<RequestedLine> lines;
  std::string currency;       // Lower case.
  Capabilities capabilities;  // As the agent declared; unknown values are dropped (CP-08).
  std::optional<Buyer> buyer;
  std::optional<FulfillmentDetails> fulfillment_details;
  std::vector<FulfillmentGroup> groups;
  std::optional<std::vector<RequestedSelection>> selected;
  std::optional<std::vector<std::string>> discount_codes;
  std::optional<std::string> locale;
  std::optional<std::string> timezone;
  std::optional<std::string> quote_id;
  std::optional<std::string> metadata_json;
  std::optional<std::string> order_notes;
  std::optional<Attribution> attribution;
  std::optional<Language> language;  // What the agent asks for, if anything.
};

// Every member replaces its value whole (CU-06).
struct UpdateCommand {
  Patch<std::vector<RequestedLine>> lines;
  Patch<Buyer> buyer;
  Patch<FulfillmentDetails> fulfillment_details;
  Patch<std::vector<FulfillmentGroup>> groups;
  Patch<std::vector<RequestedSelection>> selected;
  Patch<std::vector<std::string>> discount_codes;
  Patch<std::string> order_notes;
  std::optional<Language> language;
};

// A buyer's answer to an offered channel, as the agent sent it.
struct ConsentDecision {
  std::string channel;
  bool opted_in = false;
  bool operator==(const ConsentDecision&) const = default;
};

struct CompleteCommand {
  std::string handler_id;  // Empty when only a purchase order number was given.
  std::string instrument_type;
  std::string credential_type;
  Secret token;
  std::optional<Address> billing_address;
  std::optional<Buyer> buyer;
  std::optional<std::string> purchase_order_number;
  std::optional<std::string> order_notes;
  std::optional<PaymentTerms> payment_terms;
  std::optional<std::string> due_date;
  bool approval_required = false;
  std::optional<AuthenticationResult> authentication;
  std::optional<Attribution> attribution;
  std::optional<RiskSignals> risk_signals;
  std::vector<ConsentDecision> consents;
  std::string psp = {};  // Without handler_id: whose token it is, as the agent calls the provider.
};

struct CancelCommand {
  std::optional<IntentTrace> intent_trace;
};

// What the operator found at the payment provider about a payment in doubt.
struct PaymentVerdict {
  std::optional<std::string> charge;  // As the provider calls it; nothing when nothing was charged.
};

}  // namespace till::checkout
