#include "stripe_double/parameters.h"

#include <algorithm>
#include <array>

#include "stripe_double/parameter_table.h"

namespace till::stripe_double {
namespace {

constexpr std::array<std::string_view, 11> kNumbers{"amount",
                                                    "amount_to_capture",
                                                    "created[gte]",
                                                    "created[lte]",
                                                    "flat_amount",
                                                    "limit",
                                                    "posted_at",
                                                    "shipping_cost[amount]",
                                                    "shipping_cost[amount_tax]",
                                                    "usage_limits[expires_at]",
                                                    "usage_limits[max_amount]"};
constexpr std::string_view kNestedTokenFrom = "2026-04-22.preview";
constexpr std::string_view kTypesRemovedFrom = "2026-08-26.preview";
constexpr std::string_view kNestedToken = "payment_method_data[shared_payment_granted_token]";
constexpr std::string_view kOuterToken = "shared_payment_granted_token";

// Where the id stands in the path, as "*".
struct Pattern {
  std::string_view method;
  std::string_view path;
  Endpoint endpoint;
};

constexpr std::array kPatterns{
    Pattern{"POST", "/v1/payment_intents", Endpoint::create_intent},
    Pattern{"GET", "/v1/payment_intents", Endpoint::list_intents},
    Pattern{"GET", "/v1/payment_intents/search", Endpoint::search_intents},
    Pattern{"GET", "/v1/payment_intents/*", Endpoint::get_intent},
    Pattern{"POST", "/v1/payment_intents/*/confirm", Endpoint::confirm_intent},
    Pattern{"POST", "/v1/payment_intents/*/capture", Endpoint::capture_intent},
    Pattern{"POST", "/v1/payment_intents/*/cancel", Endpoint::cancel_intent},
    Pattern{"POST", "/v1/refunds", Endpoint::create_refund},
    Pattern{"GET", "/v1/refunds", Endpoint::list_refunds},
    Pattern{"GET", "/v1/refunds/*", Endpoint::get_refund},
    Pattern{"GET", "/v1/shared_payment/granted_tokens/*", Endpoint::get_granted_token},
    Pattern{"POST", "/v1/shared_payment/issued_tokens", Endpoint::create_issued_token},
    Pattern{"GET", "/v1/shared_payment/issued_tokens/*", Endpoint::get_issued_token},
    Pattern{"POST", "/v1/shared_payment/issued_tokens/*/revoke", Endpoint::revoke_issued_token},
    Pattern{"POST", "/v1/test_helpers/shared_payment/granted_tokens", Endpoint::grant_test_token},
    Pattern{"POST", "/v1/test_helpers/shared_payment/granted_tokens/*/revoke",
            Endpoint::revoke_test_token},
    Pattern{"POST", "/v1/tax/calculations", Endpoint::calculate_tax},
    Pattern{"GET", "/v1/tax/calculations/*/line_items", Endpoint::list_calculation_lines},
    Pattern{"GET", "/v1/tax/calculations/*", Endpoint::get_tax_calculation},
    Pattern{"POST", "/v1/tax/transactions/create_from_calculation", Endpoint::record_tax},
    Pattern{"POST", "/v1/tax/transactions/create_reversal", Endpoint::reverse_tax},
    Pattern{"GET", "/v1/tax/transactions/*/line_items", Endpoint::list_transaction_lines},
    Pattern{"GET", "/v1/tax/transactions/*", Endpoint::get_tax_transaction},
};

// The id, empty when the path has none; nothing when it does not fit.
std::optional<std::string> fit(std::string_view pattern, std::string_view path) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) {
    return path == pattern ? std::optional(std::string()) : std::nullopt;
  }
  const std::string_view end = pattern.substr(star + 1);
  if (!path.starts_with(pattern.substr(0, star)) || !path.ends_with(end)) return std::nullopt;
  if (path.size() <= star + end.size()) return std::nullopt;
  const std::string_view id = path.substr(star, path.size() - star - end.size());
  return id.find('/') == std::string_view::npos ? std::optional(std::string(id)) : std::nullopt;
}

}  // namespace

std::string_view parameters_of(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::create_intent: return "create_intent";
    case Endpoint::confirm_intent: return "confirm_intent";
    case Endpoint::capture_intent: return "capture_intent";
    case Endpoint::cancel_intent: return "cancel_intent";
    case Endpoint::create_refund: return "create_refund";
    case Endpoint::create_issued_token: return "issue_token";
    case Endpoint::grant_test_token: return "grant_token";
    case Endpoint::search_intents: return "search";
    case Endpoint::list_intents: return "list_intents";
    case Endpoint::list_refunds: return "list_refunds";
    case Endpoint::calculate_tax: return "calculate_tax";
    case Endpoint::record_tax: return "record_tax";
    case Endpoint::reverse_tax: return "reverse_tax";
    case Endpoint::list_calculation_lines:
    case Endpoint::list_transaction_lines: return "list_tax_lines";
    case Endpoint::get_tax_calculation:
    case Endpoint::get_tax_transaction:
    case Endpoint::get_intent:
    case Endpoint::get_refund:
    case Endpoint::get_granted_token:
    case Endpoint::get_issued_token:
    case Endpoint::revoke_issued_token:
    case Endpoint::revoke_test_token: break;
  }
  return "expand";
}

std::string_view token_parameter(std::string_view version) {
  return version >= kNestedTokenFrom ? kNestedToken : kOuterToken;
}

std::optional<std::string> unknown_parameter(Endpoint endpoint, const Form& form,
                                             std::string_view version) {
  const std::string_view listed = parameters_of(endpoint);
  const bool charges = endpoint == Endpoint::create_intent || endpoint == Endpoint::confirm_intent;
  const bool takes_types = charges && version < kTypesRemovedFrom;
  const std::string_view own = token_parameter(version);
  for (const Form::Field& field : form.fields()) {
    const std::string_view name = field.first;
    // The document is of one version and lists the tokens of all.
    if ((name == kNestedToken || name == kOuterToken) && name != own) return field.first;
    const bool types = takes_types && name.starts_with("payment_method_types");
    const auto unlisted = first_unlisted(types ? "method_types" : listed, name);
    if (unlisted) return std::string(*unlisted);
  }
  return std::nullopt;
}

std::optional<std::string> broken_number(const Form& form) {
  for (const Form::Field& field : form.fields()) {
    const bool number = std::find(kNumbers.begin(), kNumbers.end(), field.first) != kNumbers.end();
    if (number && !form.whole(field.first)) return field.first;
  }
  return std::nullopt;
}

std::optional<Route> find_route(std::string_view method, std::string_view path) {
  for (const Pattern& pattern : kPatterns) {
    if (pattern.method != method) continue;
    if (auto id = fit(pattern.path, path)) return Route{pattern.endpoint, std::move(*id)};
  }
  return std::nullopt;
}

}  // namespace till::stripe_double
