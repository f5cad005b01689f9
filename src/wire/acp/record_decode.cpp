#include "wire/acp/record_decode.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/limits.h"
#include "json/canonical.h"
#include "wire/acp/party_decode.h"
#include "wire/acp/personal_data.h"

namespace till::wire {
namespace {

using checkout::AuthenticationOutcome;
using checkout::RefusalCode;

constexpr std::size_t kFlatMembers = 20;  // CX-10
constexpr TextBound kTokenBound{1, 2048};

// Every fault noted while it lives gets this code.
class FaultCode {
 public:
  FaultCode(Faults& faults, RefusalCode code) : faults_(faults), before_(faults.only_code) {
    faults.only_code = code;
  }
  FaultCode(const FaultCode&) = delete;
  FaultCode& operator=(const FaultCode&) = delete;
  ~FaultCode() { faults_.only_code = before_; }

 private:
  Faults& faults_;
  std::optional<RefusalCode> before_;
};

// A flat object of texts, numbers and booleans in canonical form (CX-07, AT-03).
std::optional<std::string> flat_object(const Node& parent, std::string_view name) {
  const Node node = parent.member(name);
  if (!node.given() || !node.expect_object()) return std::nullopt;
  const auto members = node.members();
  if (members.size() > kFlatMembers) node.invalid("an object of at most 20 members");
  for (const auto& [key, value] : members) {
    if (value.is_null() || value.is_object() || value.is_list()) {
      value.invalid("a text, a number, true or false");
    }
  }
  std::string text;
  std::string fault;
  if (!json::append_canonical(node.value(), text, fault) || text.size() > limits::kMetadataBytes) {
    node.invalid("an object of at most 16 KiB");
  }
  return text;
}

void refuse_person(const Node& node, Faults& faults) {
  faults.add(RefusalCode::personal_data, node.path(),
             "Leave out what names a person: an attribution must not.");
}

// AT-06. The token is opaque and may look like anything.
void check_persons(const Node& node, Faults& faults) {
  for (const auto& [name, value] : node.members()) {
    if (name == "token" || name == "source") continue;
    if (names_a_person(value.value().text())) refuse_person(value, faults);
  }
  const Node metadata = node.member("metadata");
  if (!metadata.given()) return;
  for (const auto& [name, value] : metadata.members()) {
    const bool named = names_a_person(value.value().text());
    if (named || is_personal_name(name)) refuse_person(value, faults);
  }
}

void decode_source(const Node& node, checkout::Attribution& attribution) {
  const Node source = node.member("source");
  if (!source.given() || !source.expect_object()) return;
  const Node type = source.need("type");
  if (type.given()) {
    decode_choice(type, {"url", "platform", "unknown"});
    attribution.source_type = type.text();
  }
  attribution.source_url = optional_text(source, "url", {1, 2048});
  const bool is_uri = !attribution.source_url || attribution.source_url->empty() ||
                      attribution.source_url->find(':') != std::string::npos;
  if (!is_uri) source.member("url").invalid("a URI");
}

// A number of the protocol's list of outcomes.
std::optional<AuthenticationOutcome> decode_outcome(const Node& node) {
  const auto choice = decode_choice(
      node, {"abandoned", "attempt_acknowledged", "authenticated", "canceled", "denied",
             "informational", "internal_error", "not_supported", "processing_error", "rejected"});
  if (!choice) return std::nullopt;
  return static_cast<AuthenticationOutcome>(*choice);
}

checkout::AuthenticationProof decode_proof(const Node& node) {
  checkout::AuthenticationProof proof;
  if (!node.expect_object()) return proof;
  const auto needed = [&node](std::string_view name) {
    const Node member = node.need(name);
    return member.given() ? member.text() : std::string();
  };
  proof.cryptogram = Secret(needed("three_ds_cryptogram"));
  proof.indicator = needed("electronic_commerce_indicator");
  const Node indicator = node.member("electronic_commerce_indicator");
  if (indicator.given()) decode_choice(indicator, {"01", "02", "05", "06", "07"});
  proof.transaction_id = needed("transaction_id");
  proof.version = needed("version");
  return proof;
}

// Details that come with an outcome that needs none are not looked at (C-40).
std::optional<checkout::AuthenticationResult> decode_result(const Node& root) {
  const Node node = root.member("authentication_result");
  if (!node.given() || !node.expect_object()) return std::nullopt;
  checkout::AuthenticationResult result;
  const Node outcome = node.need("outcome");
  if (!outcome.given()) return result;
  result.outcome = decode_outcome(outcome).value_or(AuthenticationOutcome::internal_error);
  if (!checkout::has_proof(result.outcome)) {
    const Node unused = node.member("outcome_details");
    if (unused.given()) unused.expect_object();
    return result;
  }
  const Node details = node.need("outcome_details");
  if (details.given()) result.proof = decode_proof(details);
  return result;
}

std::optional<checkout::RiskSignals> decode_risk(const Node& root) {
  const Node node = root.member("risk_signals");
  if (!node.given() || !node.expect_object()) return std::nullopt;
  constexpr TextBound kBound{0, 1024};
  return checkout::RiskSignals{
      optional_text(node, "ip_address", kBound), optional_text(node, "user_agent", kBound),
      optional_text(node, "accept_language", kBound), optional_text(node, "session_id", kBound),
      optional_text(node, "device_fingerprint", kBound)};
}

// A decision that cannot be read is passed over: consent never blocks a payment (MK-08).
std::vector<checkout::ConsentDecision> decode_consents(const Node& root) {
  const Node node = root.member("marketing_consents");
  std::vector<checkout::ConsentDecision> decisions;
  if (!node.given()) return decisions;
  for (const Node& entry : node.entries(limits::kListEntries)) {
    const Node channel = entry.member("channel");
    const json::Value decision = entry.member("opted_in").value();
    if (channel.given() && channel.is_text() && decision.is_boolean()) {
      decisions.push_back({std::string(channel.value().text()), decision.flag()});
    }
  }
  return decisions;
}

}  // namespace

std::optional<checkout::Attribution> decode_attribution(const Node& root, Faults& faults) {
  const FaultCode code(faults, RefusalCode::invalid_type);
  const Node node = root.member("affiliate_attribution");
  if (!node.given() || !node.expect_object()) return std::nullopt;
  checkout::Attribution attribution;
  const Node provider = node.need("provider");
  if (provider.given()) attribution.provider = provider.text();
  if (const Node token = node.member("token"); token.given()) {
    attribution.token = Secret(token.text(kTokenBound));
  }
  attribution.publisher_id = optional_text(node, "publisher_id");
  if (!attribution.token && !attribution.publisher_id) node.need("token");  // AT-02
  attribution.campaign_id = optional_text(node, "campaign_id");
  attribution.creative_id = optional_text(node, "creative_id");
  attribution.sub_id = optional_text(node, "sub_id");
  decode_source(node, attribution);
  attribution.issued_at = optional_time(node, "issued_at");
  attribution.expires_at = optional_time(node, "expires_at");
  attribution.metadata_json = flat_object(node, "metadata");
  if (const Node touch = node.member("touchpoint"); touch.given()) {
    decode_choice(touch, {"first", "last"});  // Where it is sent decides which one it is (AT-01).
  }
  check_persons(node, faults);
  return attribution;
}

std::optional<checkout::IntentTrace> decode_trace(const Node& root, Faults& faults) {
  constexpr std::array<std::string_view, 9> kKnown{
      "price_sensitivity", "shipping_cost",   "shipping_speed", "product_fit",    "trust_security",
      "returns_policy",    "payment_options", "comparison",     "timing_deferred"};
  const FaultCode code(faults, RefusalCode::invalid_type);
  const Node node = root.member("intent_trace");
  if (!node.given() || !node.expect_object()) return std::nullopt;
  checkout::IntentTrace trace;
  const Node reason = node.need("reason_code");
  if (reason.given()) trace.reason_code = reason.text();
  // CX-05: later codes count as `other`.
  const bool known = std::find(kKnown.begin(), kKnown.end(), trace.reason_code) != kKnown.end();
  if (!known) trace.reason_code = "other";
  trace.summary = optional_text(node, "trace_summary", {0, 500});
  if (trace.summary) trace.summary = without_personal_data(*trace.summary);
  trace.metadata_json = flat_object(node, "metadata");
  return trace;
}

void decode_complete_records(const Node& root, Faults& faults, checkout::CompleteCommand& command) {
  command.authentication = decode_result(root);
  command.attribution = decode_attribution(root, faults);
  command.risk_signals = decode_risk(root);
  command.consents = decode_consents(root);
}

void decode_terms(const Node& payment, checkout::CompleteCommand& command) {
  if (const Node terms = payment.member("payment_terms"); terms.given()) {
    const auto choice = decode_choice(terms, {"immediate", "net_15", "net_30", "net_60", "net_90"});
    if (choice) command.payment_terms = static_cast<checkout::PaymentTerms>(*choice);
  }
  command.due_date = optional_time(payment, "due_date");
  if (const Node wanted = payment.member("approval_required"); wanted.given()) {
    command.approval_required = wanted.boolean();
  }
}

}  // namespace till::wire
