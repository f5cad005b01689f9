#include "stripe_double/parameters.h"

#include <algorithm>
#include <array>

namespace till::stripe_double {
namespace {

constexpr std::array<std::string_view, 40> kCreateIntent{"allowed_payment_method_types",
                                                         "amount",
                                                         "amount_details",
                                                         "application_fee_amount",
                                                         "automatic_payment_methods",
                                                         "capture_method",
                                                         "confirm",
                                                         "confirmation_method",
                                                         "confirmation_token",
                                                         "currency",
                                                         "customer",
                                                         "customer_account",
                                                         "description",
                                                         "error_on_requires_action",
                                                         "excluded_payment_method_types",
                                                         "expand",
                                                         "fx_quote",
                                                         "hooks",
                                                         "mandate",
                                                         "mandate_data",
                                                         "metadata",
                                                         "off_session",
                                                         "on_behalf_of",
                                                         "payment_details",
                                                         "payment_method",
                                                         "payment_method_configuration",
                                                         "payment_method_data",
                                                         "payment_method_options",
                                                         "radar_options",
                                                         "receipt_email",
                                                         "return_url",
                                                         "secret_key_confirmation",
                                                         "setup_future_usage",
                                                         "shared_payment_granted_token",
                                                         "shipping",
                                                         "statement_descriptor",
                                                         "statement_descriptor_suffix",
                                                         "transfer_data",
                                                         "transfer_group",
                                                         "use_stripe_sdk"};
constexpr std::array<std::string_view, 25> kConfirmIntent{"allowed_payment_method_types",
                                                          "amount_details",
                                                          "amount_to_confirm",
                                                          "application_fee_amount",
                                                          "capture_method",
                                                          "confirmation_token",
                                                          "error_on_requires_action",
                                                          "excluded_payment_method_types",
                                                          "expand",
                                                          "fx_quote",
                                                          "hooks",
                                                          "mandate",
                                                          "mandate_data",
                                                          "off_session",
                                                          "payment_details",
                                                          "payment_method",
                                                          "payment_method_data",
                                                          "payment_method_options",
                                                          "radar_options",
                                                          "receipt_email",
                                                          "return_url",
                                                          "setup_future_usage",
                                                          "shared_payment_granted_token",
                                                          "shipping",
                                                          "use_stripe_sdk"};
constexpr std::array<std::string_view, 11> kCaptureIntent{"amount_details",
                                                          "amount_to_capture",
                                                          "application_fee_amount",
                                                          "expand",
                                                          "final_capture",
                                                          "hooks",
                                                          "metadata",
                                                          "payment_details",
                                                          "statement_descriptor",
                                                          "statement_descriptor_suffix",
                                                          "transfer_data"};
constexpr std::array<std::string_view, 2> kCancelIntent{"cancellation_reason", "expand"};
constexpr std::array<std::string_view, 12> kCreateRefund{"amount",
                                                         "charge",
                                                         "currency",
                                                         "customer",
                                                         "expand",
                                                         "instructions_email",
                                                         "metadata",
                                                         "origin",
                                                         "payment_intent",
                                                         "reason",
                                                         "refund_application_fee",
                                                         "reverse_transfer"};
constexpr std::array<std::string_view, 8> kIssueToken{
    "expand",          "payment_method", "return_url",    "seller_details", "setup_future_usage",
    "shared_metadata", "usage_limits",   "use_stripe_sdk"};
constexpr std::array<std::string_view, 5> kGrantToken{"customer", "expand", "payment_method",
                                                      "shared_metadata", "usage_limits"};
constexpr std::array<std::string_view, 1> kExpand{"expand"};
constexpr std::array<std::string_view, 4> kSearch{"expand", "limit", "page", "query"};
constexpr std::array<std::string_view, 6> kListIntents{"created", "customer", "ending_before",
                                                       "expand",  "limit",    "starting_after"};
constexpr std::array<std::string_view, 6> kListRefunds{
    "charge", "ending_before", "expand", "limit", "payment_intent", "starting_after"};

constexpr std::array<std::string_view, 7> kNumbers{"amount",
                                                   "amount_to_capture",
                                                   "created[gte]",
                                                   "created[lte]",
                                                   "limit",
                                                   "usage_limits[expires_at]",
                                                   "usage_limits[max_amount]"};
constexpr std::string_view kTypesRemoved = "2026-08-26.preview";

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

std::span<const std::string_view> parameters_of(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::create_intent: return kCreateIntent;
    case Endpoint::confirm_intent: return kConfirmIntent;
    case Endpoint::capture_intent: return kCaptureIntent;
    case Endpoint::cancel_intent: return kCancelIntent;
    case Endpoint::create_refund: return kCreateRefund;
    case Endpoint::create_issued_token: return kIssueToken;
    case Endpoint::grant_test_token: return kGrantToken;
    case Endpoint::search_intents: return kSearch;
    case Endpoint::list_intents: return kListIntents;
    case Endpoint::list_refunds: return kListRefunds;
    case Endpoint::get_intent:
    case Endpoint::get_refund:
    case Endpoint::get_granted_token:
    case Endpoint::get_issued_token:
    case Endpoint::revoke_issued_token:
    case Endpoint::revoke_test_token: break;
  }
  return kExpand;
}

std::optional<std::string> unknown_parameter(Endpoint endpoint, const Form& form,
                                             std::string_view version) {
  const auto known = parameters_of(endpoint);
  const bool charges = endpoint == Endpoint::create_intent || endpoint == Endpoint::confirm_intent;
  for (const Form::Field& field : form.fields()) {
    const std::string_view outer = std::string_view(field.first).substr(0, field.first.find('['));
    const bool removed = outer == "payment_method_types" && charges && version < kTypesRemoved;
    if (!removed && !std::binary_search(known.begin(), known.end(), outer))
      return std::string(outer);
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
