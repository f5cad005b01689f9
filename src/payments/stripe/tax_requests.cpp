#include "payments/stripe/tax_requests.h"

#include <algorithm>
#include <utility>

#include "base/blanks.h"
#include "base/digest.h"
#include "base/places.h"
#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

constexpr std::string_view kKeyHeader = "Idempotency-Key";
constexpr const char* kNontaxable = "txcd_00000000";
constexpr const char* kShipping = "txcd_92010001";

const std::string& code_of(const std::string& code) {
  static const std::string nontaxable = kNontaxable;
  static const std::string shipping = kShipping;
  if (code == app::kNeverTaxed) return nontaxable;
  return code == app::kDelivery ? shipping : code;
}

net::ClientRequest tax_request(const StripeOptions& options, const std::string& target) {
  return {"GET",
          options.api_base + "/v1/tax/" + target,
          {{"Authorization", "Bearer " + options.secret_key.reveal()},
           {"Stripe-Version", options.api_version},
           {"User-Agent", "Till"}},
          ""};
}

net::ClientRequest tax_post(const StripeOptions& options, const std::string& target,
                            const Form& form) {
  net::ClientRequest request = tax_request(options, target);
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = form.text();
  return request;
}

std::int64_t nearest(Amount amount, std::string_view currency) {
  const std::int64_t step = charge_limits(currency, kAmountDigits).step;
  const std::int64_t steps = std::max<std::int64_t>((amount.minor + step / 2) / step, 1);
  return to_stripe({steps * step}, currency).value_or(0);
}

AskedAmount asked(const app::TaxedAmount& one, std::string reference, std::string_view currency) {
  return {std::move(reference), nearest(one.amount, currency), one.holds_tax};
}

void add_amount(Form& form, const std::string& prefix, const AskedAmount& amount,
                const std::string& code) {
  form.add(prefix + "[amount]", amount.amount)
      .add(prefix + "[tax_behavior]", amount.inclusive ? "inclusive" : "exclusive")
      .add(prefix + "[tax_code]", code_of(code));
}

// Stripe wants states by their code.
std::string state_code(const checkout::Address& address) {
  const auto state = state_of(address.country, address.state);
  return state ? std::string(state->code()) : address.state;
}

void add_customer(Form& form, const app::TaxQuestion& question, bool with_tax_id) {
  const checkout::Address& to = question.address;
  form.add("customer_details[address][line1]", to.line_one)
      .add("customer_details[address][line2]", to.line_two.value_or(""))
      .add("customer_details[address][city]", to.city)
      .add("customer_details[address][state]", state_code(to))
      .add("customer_details[address][postal_code]", to.postal_code)
      .add("customer_details[address][country]", to.country)
      .add("customer_details[address_source]", "shipping");
  if (question.exempt) {
    form.add("customer_details[taxability_override]", "customer_exempt");
  }
  const auto number = with_tax_id && question.tax_id ? stripe_tax_id(*question.tax_id)
                                                     : std::optional<StripeTaxId>();
  if (!number) return;
  form.add("customer_details[tax_ids][0][type]", number->type)
      .add("customer_details[tax_ids][0][value]", number->value);
}

}  // namespace

AskedTax asked_tax(const app::TaxQuestion& question) {
  AskedTax tax{question.currency, {}, {}};
  tax.lines.reserve(question.lines.size());
  for (const app::TaxedAmount& line : question.lines) {
    tax.lines.push_back(asked(line, std::to_string(tax.lines.size()), question.currency));
  }
  if (question.delivery) tax.shipping = asked(*question.delivery, "", question.currency);
  return tax;
}

std::optional<StripeTaxId> stripe_tax_id(std::string_view number) {
  std::string value;
  for (const char c : number) {
    if (c == ' ' || c == '.' || c == '-') continue;
    const bool small = c >= 'a' && c <= 'z';
    value += small ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (value.size() < 4) return std::nullopt;
  if (value.starts_with("GB")) return StripeTaxId{"gb_vat", value};
  constexpr std::string_view kAreas =
      "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI";
  const std::size_t at = kAreas.find(value.substr(0, 2));
  if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return StripeTaxId{"eu_vat", value};
}

net::ClientRequest tax_calculation_request(const StripeOptions& options,
                                           const app::TaxQuestion& question, bool with_tax_id) {
  const AskedTax tax = asked_tax(question);
  Form form;
  form.add("currency", tax.currency);
  for (std::size_t i = 0; i < tax.lines.size(); ++i) {
    const std::string prefix = "line_items[" + tax.lines[i].reference + "]";
    add_amount(form, prefix, tax.lines[i], question.lines[i].code);
    form.add(prefix + "[quantity]", question.lines[i].quantity);
    form.add(prefix + "[reference]", tax.lines[i].reference);
  }
  if (tax.shipping) add_amount(form, "shipping_cost", *tax.shipping, question.delivery->code);
  add_customer(form, question, with_tax_id);
  if (question.from) {
    const checkout::Address& from = *question.from;
    form.add("ship_from_details[address][city]", from.city)
        .add("ship_from_details[address][state]", state_code(from))
        .add("ship_from_details[address][postal_code]", from.postal_code)
        .add("ship_from_details[address][country]", from.country);
  }
  form.add("expand[0]", "line_items");
  return tax_post(options, "calculations", form);
}

net::ClientRequest tax_lines_request(const StripeOptions& options, const std::string& calculation,
                                     const std::string& after) {
  return tax_request(
      options, "calculations/" + calculation + "/line_items?limit=100&starting_after=" + after);
}

net::ClientRequest tax_record_request(const StripeOptions& options, const app::TaxRecord& record) {
  Form form;
  form.add("calculation", record.calculation).add("reference", record.reference);
  net::ClientRequest request = tax_post(options, "transactions/create_from_calculation", form);
  // Another calculation under the same reference is another request.
  const std::string key = to_hex(sha256_of_parts({"tax", record.reference, record.calculation}));
  request.headers.push_back({std::string(kKeyHeader), key});
  return request;
}

net::ClientRequest tax_reversal_request(const StripeOptions& options,
                                        const app::TaxReversalRequest& reversal) {
  Form form;
  form.add("mode", reversal.whole ? "full" : "partial")
      .add("original_transaction", reversal.sale)
      .add("reference", reversal.reference);
  if (!reversal.whole) form.add("flat_amount", -nearest(reversal.amount, reversal.currency));
  net::ClientRequest request = tax_post(options, "transactions/create_reversal", form);
  const std::string key =
      to_hex(sha256_of_parts({"tax_reversal", reversal.reference, form.text()}));
  request.headers.push_back({std::string(kKeyHeader), key});
  return request;
}

net::ClientRequest renewed(net::ClientRequest request, std::int64_t attempt) {
  for (auto& header : request.headers) {
    if (header.name != kKeyHeader) continue;
    header.value = renewed_key(header.value + std::to_string(attempt));
  }
  return request;
}

}  // namespace till::payments::stripe
