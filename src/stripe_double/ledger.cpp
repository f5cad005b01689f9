#include "stripe_double/ledger.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "json/writer.h"
#include "stripe_double/values.h"

namespace till::stripe_double {
namespace {

constexpr const char* kOverLimit =
    "The requested amount is greater than the remaining amount capturable with this shared payment "
    "granted token.";
constexpr const char* kDeactivated =
    "The shared payment granted token cannot be used because it is already in a deactivated state.";
constexpr const char* kOtherCurrency =
    "The currency of the payment does not match the currency of the shared payment granted token.";

// Refused once it was begun: an idempotency key gives it again.
Answer begun_and_refused(std::string_view message) {
  return error_answer(400, {.message = message});
}

Answer unexpected_state(const Intent& intent, std::string_view deed) {
  const std::string message = "This PaymentIntent's status is " + intent.status +
                              ", so that it cannot be " + std::string(deed) + ".";
  const std::string json = intent_json(intent);
  return error_answer(
      400, {.code = "payment_intent_unexpected_state", .message = message, .intent = json});
}

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

}  // namespace

std::string Ledger::next_id(const char* prefix) {
  std::string digits = std::to_string(++counter_);
  return std::string(prefix) + std::string(12 - std::min<std::size_t>(12, digits.size()), '0') +
         digits;
}

void Ledger::tell(const char* type, const Intent& intent, Events& events) const {
  events.push_back({type, intent_json(intent)});
}

Token* Ledger::find_token(const std::string& id) {
  const auto found = tokens_.find(id);
  return found == tokens_.end() ? nullptr : &found->second;
}

void Ledger::expire(std::int64_t now, Events& events) {
  while (!expiring_.empty() && expiring_.begin()->first <= now) {
    Token& token = tokens_[expiring_.begin()->second];
    if (token.deactivated_reason.empty()) deactivate(token, "expired", *token.expires_at, events);
    expiring_.erase(expiring_.begin());
  }
}

void Ledger::deactivate(Token& token, const char* reason, std::int64_t when, Events& events) {
  token.deactivated_reason = reason;
  token.deactivated_at = when;
  events.push_back({"shared_payment.granted_token.deactivated", granted_token_json(token)});
}

Answer Ledger::grant(const Form& form, bool issued, std::int64_t now) {
  const std::string method = form.text("payment_method");
  const auto behaviour = behaviour_of(method);
  if (!behaviour) return missing("PaymentMethod", method);
  const auto most = form.whole("usage_limits[max_amount]");
  const std::string currency = form.text("usage_limits[currency]");
  if (!most || *most < 1 || currency.size() != 3) {
    return invalid({.code = "parameter_missing",
                    .message = "Missing required param: usage_limits.",
                    .param = "usage_limits"});
  }
  Token token;
  const std::string name = form.text("shared_metadata[name]");
  token.id = is_name(name) ? "spt_" + name : next_id("spt_");
  token.behaviour = *behaviour;
  token.currency = currency;
  token.most = *most;
  token.expires_at = form.whole("usage_limits[expires_at]");
  token.created = now;
  Answer answer = shown(issued ? issued_token_json(token) : granted_token_json(token));
  const bool fresh = tokens_.emplace(token.id, token).second;
  if (fresh && token.expires_at) expiring_.emplace(*token.expires_at, token.id);
  return answer;
}

Answer Ledger::revoke(const std::string& id, bool issued, std::int64_t now, Events& events) {
  Token* const token = find_token(id);
  if (token == nullptr) return missing("shared payment token", id);
  if (!token->deactivated_reason.empty()) return begun_and_refused(kDeactivated);
  deactivate(*token, "revoked", now, events);
  return shown(issued ? issued_token_json(*token) : granted_token_json(*token));
}

Answer Ledger::show_token(const std::string& id, bool issued) {
  const Token* const token = find_token(id);
  if (token == nullptr) return missing("shared payment granted token", id);
  return shown(issued ? issued_token_json(*token) : granted_token_json(*token));
}

Answer Ledger::create(const Form& form, const std::string& token, std::int64_t now,
                      Events& events) {
  const auto amount = form.whole("amount");
  const std::string currency = form.text("currency");
  if (!amount || currency.size() != 3) {
    return invalid({.code = "parameter_missing",
                    .message = "Missing required param: amount and currency are needed.",
                    .param = amount ? "currency" : "amount"});
  }
  if (auto objection = objection_to_charge(*amount, currency)) return std::move(*objection);
  if (auto objection = objection_to_receipt(form.text("receipt_email"))) {
    return std::move(*objection);
  }
  if (form.text("payment_method").starts_with("spt_")) {
    return missing("PaymentMethod", form.text("payment_method"));
  }
  if (!token.empty() && form.find("setup_future_usage")) {
    return invalid({.message = "setup_future_usage is not supported with a shared payment token.",
                    .param = "setup_future_usage"});
  }
  // A token is charged once, so that what its name is may name the charge.
  const std::string own = "pi_" + token.substr(std::min<std::size_t>(4, token.size()));
  Intent intent;
  intent.id = token.empty() || intents_.contains(own) ? next_id("pi_") : own;
  intent.status = "requires_payment_method";
  intent.amount = *amount;
  intent.currency = currency;
  intent.manual = form.text("capture_method") == "manual";
  intent.metadata = form.inside("metadata");
  intent.created = now;
  if (!form.flag("confirm")) {
    tell("payment_intent.created", intent, events);
    return shown(intent_json(intents_.emplace(intent.id, intent).first->second));
  }
  Token* const granted = find_token(token);
  if (granted == nullptr) return missing("shared payment granted token", token);
  return charge(intent, form, *granted, now, events);
}

Answer Ledger::confirm(const std::string& id, const Form& form, const std::string& token,
                       std::int64_t now, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return missing("payment_intent", id);
  Intent intent = found->second;
  if (intent.status != "requires_payment_method") return unexpected_state(intent, "confirmed");
  Token* const granted = find_token(token);
  if (granted == nullptr) return missing("shared payment granted token", token);
  return charge(intent, form, *granted, now, events);
}

Answer Ledger::charge(Intent& intent, const Form& form, Token& token, std::int64_t now,
                      Events& events) {
  if (!token.deactivated_reason.empty()) return begun_and_refused(kDeactivated);
  if (token.currency != intent.currency) return begun_and_refused(kOtherCurrency);
  if (intent.amount > token.most) return begun_and_refused(kOverLimit);
  intent.token = token.id;
  intent.decline_code.clear();
  intent.not_authenticated = false;
  consume(token, now, events);  // Whatever comes of it: it reached the bank.
  const bool declined =
      token.behaviour == Behaviour::decline || token.behaviour == Behaviour::no_funds;
  if (declined) {
    intent.decline_code =
        token.behaviour == Behaviour::decline ? "generic_decline" : "insufficient_funds";
    intent.status = "requires_payment_method";
    tell("payment_intent.payment_failed", intent, events);
  } else if (token.behaviour == Behaviour::authenticate) {
    intent.status = "requires_action";
    undecided_.push_back(intent.id);
    tell("payment_intent.requires_action", intent, events);
  } else if (token.behaviour == Behaviour::process) {
    intent.status = "processing";
    undecided_.push_back(intent.id);
    tell("payment_intent.processing", intent, events);
  } else {
    intent.review = token.behaviour == Behaviour::review;
    collect(intent, token, events);
  }
  const std::string attempt = intent.meta("attempt_id");
  if (!attempt.empty()) by_attempt_[attempt] = intent.id;
  const Intent& kept = intents_.insert_or_assign(intent.id, intent).first->second;
  if (!declined) return shown(intent_json(kept, form.expands("latest_charge")));
  const std::string charge = charge_id(kept);
  const std::string json = intent_json(kept);
  return error_answer(402, {.type = "card_error",
                            .code = "card_declined",
                            .message = "Your card was declined.",
                            .decline_code = kept.decline_code,
                            .charge = charge,
                            .intent = json});
}

void Ledger::collect(Intent& intent, Token& token, Events& events) {
  token.captured = intent.manual ? 0 : intent.amount;
  if (intent.manual) {
    intent.status = "requires_capture";
    intent.capturable = intent.amount;
    tell("payment_intent.amount_capturable_updated", intent, events);
  } else {
    intent.status = "succeeded";
    intent.received = intent.amount;
    tell("payment_intent.succeeded", intent, events);
  }
  if (intent.review) events.push_back(review_event(intent.id, true, "rule"));
}

void Ledger::consume(Token& token, std::int64_t now, Events& events) {
  token.deactivated_reason = "consumed";
  token.deactivated_at = now;
  events.push_back({"shared_payment.granted_token.used", granted_token_json(token)});
}

Answer Ledger::capture(const std::string& id, const Form& form, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return missing("payment_intent", id);
  Intent& intent = found->second;
  if (intent.status != "requires_capture") return unexpected_state(intent, "captured");
  const std::int64_t amount = form.whole("amount_to_capture").value_or(intent.capturable);
  if (amount < 1 || amount > intent.capturable) {
    return invalid({.code = "amount_too_large",
                    .message = "The amount to capture is greater than what can be captured.",
                    .param = "amount_to_capture"});
  }
  if (auto objection = objection_to_part(amount, intent.currency, "amount_to_capture")) {
    return std::move(*objection);
  }
  intent.received = amount;
  intent.released = intent.capturable - amount;
  intent.capturable = 0;
  intent.status = "succeeded";
  tokens_[intent.token].captured = amount;
  tell("payment_intent.succeeded", intent, events);
  return shown(intent_json(intent, form.expands("latest_charge")));
}

Answer Ledger::cancel(const std::string& id, const Form& form, Events& events) {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return missing("payment_intent", id);
  Intent& intent = found->second;
  const bool over =
      intent.status == "succeeded" || intent.status == "canceled" || intent.status == "processing";
  if (over) return unexpected_state(intent, "canceled");
  const bool held = intent.status == "requires_capture";
  intent.status = "canceled";
  intent.released = std::exchange(intent.capturable, 0);
  intent.cancellation_reason = form.text("cancellation_reason");
  std::erase(undecided_, id);
  tell("payment_intent.canceled", intent, events);
  if (held) events.push_back({"charge.refunded", charge_json(intent)});
  return shown(intent_json(intent, form.expands("latest_charge")));
}

Answer Ledger::show(const std::string& id, const Form& form) const {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return missing("payment_intent", id);
  return shown(intent_json(found->second, form.expands("latest_charge")));
}

Answer Ledger::search(const std::string& query) const {
  constexpr std::string_view kBegin = "metadata['attempt_id']:'";
  if (!query.starts_with(kBegin) || !query.ends_with('\'') || query.size() <= kBegin.size()) {
    return invalid({.message = "The search query is not understood.", .param = "query"});
  }
  const auto found =
      by_attempt_.find(query.substr(kBegin.size(), query.size() - kBegin.size() - 1));
  std::string body = R"({"object":"search_result","has_more":false,"data":[)";
  if (found != by_attempt_.end()) body += intent_json(intents_.at(found->second));
  return shown(body + "]}");
}

Answer Ledger::list(const Form& form) const {
  const std::int64_t from = form.whole("created[gte]").value_or(0);
  const std::int64_t to = form.whole("created[lte]").value_or(INT64_MAX);
  const std::int64_t limit = form.whole("limit").value_or(10);
  if (limit < 1 || limit > 100) {
    return invalid({.message = "The limit is from 1 to 100.", .param = "limit"});
  }
  std::vector<const Intent*> listed;
  for (const auto& [id, intent] : intents_) {
    if (intent.created >= from && intent.created <= to) listed.push_back(&intent);
  }
  std::sort(listed.begin(), listed.end(), [](const Intent* a, const Intent* b) {
    return std::tie(b->created, b->id) < std::tie(a->created, a->id);
  });
  auto next = listed.begin();
  if (const std::string after = form.text("starting_after"); !after.empty()) {
    next = std::find_if(next, listed.end(), [&](const Intent* each) { return each->id == after; });
    if (next == listed.end()) return missing("payment_intent", after);
    ++next;
  }
  const auto count = std::min<std::int64_t>(limit, listed.end() - next);
  const bool more = count < listed.end() - next;
  std::string body = R"({"object":"list","has_more":)";
  body += more ? R"(true,"data":[)" : R"(false,"data":[)";
  for (const auto end = next + count; next != end; ++next) {
    body += (body.back() == '[' ? "" : ",") + intent_json(**next);
  }
  return shown(body + "]}");
}

Answer Ledger::refund(const Form& form, std::int64_t now, Events& events) {
  const std::string id = form.text("payment_intent");
  const auto found = intents_.find(id);
  if (found == intents_.end()) return missing("payment_intent", id);
  Intent& intent = found->second;
  const std::int64_t left = intent.received - intent.refunded;
  if (intent.received == 0) return unexpected_state(intent, "refunded");
  if (left == 0) {
    return error_answer(400, {.code = "charge_already_refunded",
                              .message = "The charge has already been refunded."});
  }
  const std::int64_t amount = form.whole("amount").value_or(left);
  if (amount < 1 || amount > left) {
    return begun_and_refused("The refund amount is greater than the unrefunded amount.");
  }
  if (auto objection = objection_to_part(amount, intent.currency, "amount")) {
    return std::move(*objection);
  }
  Refund refund{next_id("re_"),          id, amount, intent.currency, "succeeded",
                form.inside("metadata"), now};
  intent.refunded += amount;
  events.push_back({"refund.created", refund_json(refund)});
  events.push_back({"charge.refunded", charge_json(intent)});
  refunds_of_[id].push_back(refund.id);
  return shown(refund_json(refunds_.emplace(refund.id, refund).first->second));
}

Answer Ledger::show_refund(const std::string& id) const {
  const auto found = refunds_.find(id);
  if (found == refunds_.end()) return missing("refund", id);
  return shown(refund_json(found->second));
}

Answer Ledger::list_refunds(const Form& form) const {
  std::string body = R"({"object":"list","has_more":false,"data":[)";
  const auto found = refunds_of_.find(form.text("payment_intent"));
  if (found != refunds_of_.end()) {
    for (auto id = found->second.rbegin(); id != found->second.rend(); ++id) {  // Newest first.
      body += (body.back() == '[' ? "" : ",") + refund_json(refunds_.at(*id));
    }
  }
  return shown(body + "]}");
}

}  // namespace till::stripe_double
