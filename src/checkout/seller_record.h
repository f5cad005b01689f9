// SellerRecord: what an agent tells the seller alone. Stored and exported to the operator, never
// shown to an agent again (SE-07).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"

namespace till::checkout {

// Who led the buyer here (A17). Times are RFC 3339 as given, metadata a flat JSON object.
struct Attribution {
  std::string provider;
  std::optional<Secret> token;
  std::optional<std::string> publisher_id;
  std::optional<std::string> campaign_id;
  std::optional<std::string> creative_id;
  std::optional<std::string> sub_id;
  std::optional<std::string> source_type;
  std::optional<std::string> source_url;
  std::optional<std::string> issued_at;
  std::optional<std::string> expires_at;
  std::optional<std::string> metadata_json;
  bool operator==(const Attribution&) const = default;
};

// Why the buyer left (A16). The summary is kept without e-mail addresses and phone numbers.
struct IntentTrace {
  std::string reason_code;
  std::optional<std::string> summary;
  std::optional<std::string> metadata_json;
  bool operator==(const IntentTrace&) const = default;
};

// What a buyer decided about one channel, and what they were shown then (A18).
struct MarketingConsent {
  std::string channel;
  bool opted_in = false;
  std::string contact;
  std::string shown_text;
  Timestamp decided_at;
  bool operator==(const MarketingConsent&) const = default;
};

struct RiskSignals {
  std::optional<std::string> ip_address;
  std::optional<std::string> user_agent;
  std::optional<std::string> accept_language;
  std::optional<std::string> session_id;
  std::optional<std::string> device_fingerprint;
  bool operator==(const RiskSignals&) const = default;
};

enum class PaymentTerms { immediate, net_15, net_30, net_60, net_90 };

// What a business buyer's own books need (PM-16).
struct BusinessTerms {
  std::optional<std::string> purchase_order_number;
  std::optional<PaymentTerms> payment_terms;
  std::optional<std::string> due_date;  // RFC 3339 as given.
  bool operator==(const BusinessTerms&) const = default;
};

struct SellerRecord {
  std::optional<Attribution> first_touch;
  std::optional<Attribution> last_touch;
  std::optional<IntentTrace> intent_trace;
  std::vector<MarketingConsent> consents;
  std::optional<RiskSignals> risk_signals;
  BusinessTerms business;
  bool operator==(const SellerRecord&) const = default;
};

}  // namespace till::checkout
