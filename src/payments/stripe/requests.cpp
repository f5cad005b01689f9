#include "payments/stripe/requests.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/digest.h"
#include "base/email.h"
#include "base/ensure.h"
#include "payments/stripe/form.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

net::ClientRequest get(const StripeOptions& options, const std::string& target) {
  return {"GET",
          options.api_base + target,
          {{"Authorization", "Bearer " + options.secret_key.reveal()},
           {"Stripe-Version", options.api_version},
           {"User-Agent", "Till"}},
          ""};
}

net::ClientRequest post(const StripeOptions& options, const std::string& target,
                        const std::string& key, const Form& form) {
  net::ClientRequest request = get(options, target);
  request.method = "POST";
  request.headers.push_back({"Idempotency-Key", key});
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = form.text();
  return request;
}

void add_shipping(Form& form, const app::ChargeShipping& shipping) {
  const checkout::Address& address = shipping.address;
  const std::string& name = shipping.name.empty() ? address.name : shipping.name;
  if (name.empty()) return;  // Stripe takes no shipping without one.
  form.add("shipping[name]", name)
      .add("shipping[address][line1]", address.line_one)
      .add("shipping[address][line2]", address.line_two.value_or(""))
      .add("shipping[address][city]", address.city)
      .add("shipping[address][state]", address.state)
      .add("shipping[address][postal_code]", address.postal_code)
      .add("shipping[address][country]", address.country);
}

// Stripe refuses the whole charge for a version of 3-D Secure that it does not know.
bool is_known_version(std::string_view version) {
  constexpr std::array<std::string_view, 5> kVersions{"1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1"};
  return std::find(kVersions.begin(), kVersions.end(), version) != kVersions.end();
}

void add_authentication(Form& form, const app::ChargeRequest& request) {
  const auto& proof = request.authentication;
  if (proof && is_known_version(proof->version)) {
    form.add("payment_method_options[card][three_d_secure][version]", proof->version)
        .add("payment_method_options[card][three_d_secure][cryptogram]", proof->cryptogram.reveal())
        .add("payment_method_options[card][three_d_secure][transaction_id]", proof->transaction_id)
        .add("payment_method_options[card][three_d_secure][electronic_commerce_indicator]",
             proof->indicator);
  } else if (request.authenticate) {
    form.add("payment_method_options[card][request_three_d_secure]", "any");
  }
}

std::string_view name_of(TokenParameter parameter) {
  switch (parameter) {
    case TokenParameter::payment_method_data:
      return "payment_method_data[shared_payment_granted_token]";
    case TokenParameter::top_level: break;
  }
  return "shared_payment_granted_token";
}

std::int64_t in_stripes_unit(Amount amount, const std::string& currency) {
  const auto counted = to_stripe(amount, currency);
  TILL_ENSURE(counted.has_value());
  return *counted;
}

std::string intent_path(const std::string& charge) {
  return "/v1/payment_intents/" + percent_encoded(charge);
}

}  // namespace

bool has_receipt(const app::ChargeRequest& request) {
  return request.receipt_email && is_email(*request.receipt_email);
}

net::ClientRequest charge_request(const StripeOptions& options, const app::ChargeRequest& request) {
  Form form;
  form.add("amount", in_stripes_unit(request.amount, request.currency))
      .add("currency", request.currency)
      .add("confirm", "true")
      .add(name_of(options.token_parameter), request.token.reveal())
      .add("capture_method", request.capture_later ? "manual" : "automatic")
      .add("automatic_payment_methods[enabled]", "true")
      .add("automatic_payment_methods[allow_redirects]", "never");
  add_authentication(form, request);
  if (request.shipping) add_shipping(form, *request.shipping);
  if (has_receipt(request)) form.add("receipt_email", *request.receipt_email);
  form.add("metadata[checkout_session_id]", request.session.text())
      .add("metadata[order_id]", request.order.text())
      .add("metadata[attempt_id]", request.attempt.text())
      .add("expand[]", "latest_charge");
  return post(options, "/v1/payment_intents", request.gateway_key, form);
}

net::ClientRequest token_request(const StripeOptions& options, const Secret& token) {
  return get(options, "/v1/shared_payment/granted_tokens/" + percent_encoded(token.reveal()));
}

net::ClientRequest intent_request(const StripeOptions& options, const std::string& charge) {
  return get(options, intent_path(charge) + "?expand[]=latest_charge");
}

net::ClientRequest refund_lookup_request(const StripeOptions& options, const std::string& refund) {
  return get(options, "/v1/refunds/" + percent_encoded(refund));
}

net::ClientRequest search_request(const StripeOptions& options, const AttemptId& attempt) {
  const std::string query = "metadata['attempt_id']:'" + attempt.text() + "'";
  return get(options, "/v1/payment_intents/search?query=" + percent_encoded(query));
}

net::ClientRequest list_request(const StripeOptions& options, Timestamp from, Timestamp to,
                                const std::string& after) {
  const std::string time = "created[gte]=" + std::to_string(from.ms / 1000) +
                           "&created[lte]=" + std::to_string(to.ms / 1000 + 1);
  const std::string place = after.empty() ? "" : "&starting_after=" + percent_encoded(after);
  return get(options, "/v1/payment_intents?" + time + "&limit=100" + place);
}

net::ClientRequest refund_list_request(const StripeOptions& options, const std::string& charge) {
  return get(options, "/v1/refunds?payment_intent=" + percent_encoded(charge) + "&limit=100");
}

net::ClientRequest capture_request(const StripeOptions& options, const app::ChargeStep& step) {
  Form form;
  form.add("amount_to_capture", in_stripes_unit(step.amount, step.currency));
  return post(options, intent_path(step.charge) + "/capture", step.gateway_key, form);
}

net::ClientRequest cancel_request(const StripeOptions& options, const app::ChargeStep& step) {
  Form form;
  form.add("cancellation_reason", "requested_by_customer");
  return post(options, intent_path(step.charge) + "/cancel", step.gateway_key, form);
}

net::ClientRequest refund_request(const StripeOptions& options, const app::ChargeStep& step) {
  Form form;
  form.add("payment_intent", step.charge)
      .add("amount", in_stripes_unit(step.amount, step.currency))
      .add("metadata[checkout_session_id]", step.session.text())
      .add("metadata[order_id]", step.order.text())
      .add("metadata[adjustment_id]", step.adjustment.text());
  return post(options, "/v1/refunds", step.gateway_key, form);
}

net::ClientRequest abandon_request(const StripeOptions& options, const std::string& gateway_key,
                                   const std::string& charge) {
  Form form;
  form.add("cancellation_reason", "abandoned");
  const std::string key = to_hex(sha256_of_parts({"abandon", gateway_key}));
  return post(options, intent_path(charge) + "/cancel", key, form);
}

std::string renewed_key(const std::string& key) {
  return to_hex(sha256_of_parts({"renewed", key}));
}

}  // namespace till::payments::stripe
