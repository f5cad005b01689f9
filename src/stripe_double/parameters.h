// Which parameters each endpoint of Stripe takes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stripe_double/form.h"

namespace till::stripe_double {

enum class Endpoint {
  create_intent,
  get_intent,
  search_intents,
  list_intents,
  confirm_intent,
  capture_intent,
  cancel_intent,
  create_refund,
  get_refund,
  list_refunds,
  get_granted_token,
  create_issued_token,
  get_issued_token,
  revoke_issued_token,
  grant_test_token,
  revoke_test_token,
  calculate_tax,
  get_tax_calculation,
  list_calculation_lines,
  record_tax,
  reverse_tax,
  get_tax_transaction,
  list_transaction_lines,
};

// The object of the table of parameters that the endpoint takes.
std::string_view parameters_of(Endpoint endpoint);

// The parameter that holds the token in that version: nested from 2026-04-22.preview on.
std::string_view token_parameter(std::string_view version);

// The first parameter that the endpoint does not take, up to the step that is unknown; nothing
// when all are known. The token is unknown under another version's name; creating and confirming
// take payment_method_types before 2026-08-26.preview.
std::optional<std::string> unknown_parameter(Endpoint endpoint, const Form& form,
                                             std::string_view version);

// The first parameter that is to be a whole number and is none; nothing when all are.
std::optional<std::string> broken_number(const Form& form);

// A path's endpoint and the id in it.
struct Route {
  Endpoint endpoint;
  std::string id;
};
std::optional<Route> find_route(std::string_view method, std::string_view path);

}  // namespace till::stripe_double
