#include "cli/agent_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/currency.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

void write_card(json::Writer& json, const std::string& card) {
  const std::string last4 = card.size() < 4 ? card : card.substr(card.size() - 4);
  json.begin_object().member("type", "card").member("card_number_type", "fpan");
  json.member("number", card).member("exp_month", "12").member("exp_year", "2039");
  json.member("cvc", "123").member("display_card_funding_type", "credit");
  json.member("display_last4", last4).key("metadata").begin_object().end_object().end_object();
}

// The first handler of the provider, or the first of all.
Json handler_of(const Json& session, const std::string& psp = "") {
  const auto handlers = session.at("capabilities").at("payment").at("handlers").entries();
  for (const Json& handler : handlers) {
    if (handler.at("psp").text() == psp) return handler;
  }
  return handlers.empty() ? Json() : handlers.front();
}

}  // namespace

std::string create_body(const std::vector<ItemChoice>& items, const std::string& currency) {
  std::string body;
  json::Writer json(body);
  json.begin_object().member("currency", currency).key("capabilities").begin_object();
  json.key("interventions").begin_object().key("supported").begin_array().text("3ds");
  json.end_array().end_object().end_object();
  json.key("line_items").begin_array();
  for (const ItemChoice& item : items) {
    json.begin_object().member("id", item.id).member("quantity", item.quantity).end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string address_body(const Destination& to) {
  std::string body;
  json::Writer json(body);
  json.begin_object().key("buyer").begin_object().member("first_name", "Ada");
  json.member("last_name", "Agent").member("email", "ada@example.com").end_object();
  json.key("fulfillment_details").begin_object().member("name", "Ada Agent");
  json.member("email", "ada@example.com").key("address").begin_object();
  json.member("name", "Ada Agent").member("line_one", to.street);
  const std::pair<std::string_view, const std::string&> parts[] = {{"city", to.city},
                                                                   {"state", to.state},
                                                                   {"country", to.country},
                                                                   {"postal_code", to.postal_code}};
  for (const auto& [name, value] : parts) {
    if (!value.empty()) json.member(name, value);
  }
  json.end_object().end_object().end_object();
  return body;
}

std::string selection_body(const Json& session, const Json& option) {
  std::string body;
  json::Writer json(body);
  json.begin_object().key("selected_fulfillment_options").begin_array().begin_object();
  json.member("type", option.at("type").text()).member("option_id", option.at("id").text());
  json.key("item_ids").begin_array();
  for (const Json& line : session.at("line_items").entries()) json.text(line.at("id").text());
  json.end_array().end_object().end_array().end_object();
  return body;
}

std::string vault_body(const Json& session, const std::string& card, Timestamp now) {
  std::string body;
  json::Writer json(body);
  write_card(json.begin_object().key("payment_method"), card);
  json.key("allowance").begin_object().member("reason", "one_time");
  json.member("max_amount", total_of(session)).member("currency", session.at("currency").text());
  json.member("checkout_session_id", session.at("id").text());
  json.member("expires_at", format_rfc3339(Timestamp{now.ms + kHourMs}));
  json.member("merchant_id", handler_of(session).at("config").at("merchant_id").text());
  json.end_object().key("risk_signals").begin_array().begin_object();
  json.member("type", "card_testing").member("score", 1).member("action", "authorized");
  json.end_object().end_array().key("metadata").begin_object().member("source", "till buy");
  json.end_object().end_object();
  return body;
}

std::string complete_body(const Json& session, const std::string& token, bool authenticated,
                          const std::string& psp) {
  std::string body;
  json::Writer json(body);
  json.begin_object().key("payment_data").begin_object();
  json.member("handler_id", handler_of(session, psp).at("id").text());
  json.key("instrument").begin_object().member("type", "card").key("credential");
  json.begin_object().member("type", "spt").member("token", token).end_object();
  json.end_object().end_object();
  if (authenticated) {
    json.key("authentication_result").begin_object().member("outcome", "authenticated");
    json.key("outcome_details").begin_object();
    json.member("three_ds_cryptogram", "c2FuZGJveCBpc3N1ZXIgb2s9")
        .member("electronic_commerce_indicator", "05");
    json.member("transaction_id", "sandbox-issuer").member("version", "2.2.0");
    json.end_object().end_object();
  }
  json.end_object();
  return body;
}

std::int64_t total_of(const Json& parent, std::string_view type) {
  for (const Json& total : parent.at("totals").entries()) {
    if (total.at("type").text() == type) return total.at("amount").whole().value_or(0);
  }
  return 0;
}

std::string money(std::int64_t amount, const std::string& currency) {
  const std::string text = decimal_text(Amount{amount}, currency);
  if (currency == "usd") return "$" + text;
  std::string name = currency;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text + " " + name;
}

std::string lines_text(const Json& session) {
  std::string text;
  for (const Json& line : session.at("line_items").entries()) {
    if (!text.empty()) text += ", ";
    text +=
        std::to_string(line.at("quantity").whole().value_or(1)) + " × " + line.at("name").text();
  }
  return text;
}

}  // namespace till::cli
