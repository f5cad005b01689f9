// What happens at Stripe by itself or in its dashboard, and what came of it all.
#include <algorithm>
#include <map>
#include <utility>

#include "json/writer.h"
#include "stripe_double/ledger.h"

namespace till::stripe_double {

bool Ledger::finish(const std::string& id, bool succeeded, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return false;
  Intent& intent = found->second;
  if (intent.status != "requires_action" && intent.status != "processing") return false;
  std::erase(undecided_, id);
  if (succeeded) {
    collect(intent, tokens_[intent.token], events);
    return true;
  }
  intent.not_authenticated = intent.status == "requires_action";
  if (!intent.not_authenticated) intent.decline_code = "generic_decline";
  intent.status = "requires_payment_method";
  tell("payment_intent.payment_failed", intent, events);
  return true;
}

bool Ledger::lapse(const std::string& id, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end() || found->second.status != "requires_capture") return false;
  found->second.status = "canceled";
  found->second.released = std::exchange(found->second.capturable, 0);
  found->second.cancellation_reason = "automatic";
  tell("payment_intent.canceled", found->second, events);
  return true;
}

bool Ledger::dispute(const std::string& id, const std::string& status, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end() || found->second.received == 0) return false;
  const bool opened = status == "opened";
  std::string object;
  json::Writer json(object);
  json.begin_object().member("id", "dp_" + id.substr(3)).member("object", "dispute");
  json.member("amount", found->second.received).member("currency", found->second.currency);
  json.member("payment_intent", id).member("status", opened ? "needs_response" : status);
  json.end_object();
  events.push_back({opened ? "charge.dispute.created" : "charge.dispute.closed", object});
  return true;
}

bool Ledger::review(const std::string& id, bool opened, const std::string& reason, Events& events) {
  if (!intents_.contains(id)) return false;
  events.push_back(review_event(id, opened, reason));
  return true;
}

bool Ledger::warn_of_fraud(const std::string& id, Events& events) {
  if (!intents_.contains(id)) return false;
  std::string object;
  json::Writer json(object);
  json.begin_object().member("id", "issfr_" + id.substr(3));
  json.member("object", "radar.early_fraud_warning").member("payment_intent", id).end_object();
  events.push_back({"radar.early_fraud_warning.created", object});
  return true;
}

std::string Ledger::sessions_json() const {
  std::map<std::string, std::vector<const Intent*>> sessions;
  for (const auto& [id, intent] : intents_) {
    if (intent.took_money()) sessions[intent.meta("checkout_session_id")].push_back(&intent);
  }
  std::string out;
  json::Writer json(out);
  json.begin_object();
  for (const auto& [session, intents] : sessions) {
    json.escaped_key(session).begin_array();
    for (const Intent* intent : intents) {
      json.begin_object().member("id", intent->id).member("amount", intent->amount);
      json.member("currency", intent->currency).member("captured", intent->received);
      json.member("refunded", intent->refunded).member("status", intent->status).end_object();
    }
    json.end_array();
  }
  json.end_object();
  return out;
}

std::vector<std::string> Ledger::undecided() const { return undecided_; }

}  // namespace till::stripe_double
