#include "payments/stripe/tax_answers.h"

#include <algorithm>

#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

// A tax that is none, or more than what holds it, makes an answer nobody relies on.
std::optional<std::int64_t> tax_in(Value part, const AskedAmount& asked) {
  const auto tax = number_of(part.at("amount_tax"));
  const auto amount = number_of(part.at("amount"));
  if (!tax || !amount || *amount != asked.amount || *tax < 0) return std::nullopt;
  if (asked.inclusive && *tax > *amount) return std::nullopt;
  return tax;
}

bool frees(Value breakdown) {
  const auto rows = breakdown.entries();
  return std::any_of(rows.begin(), rows.end(), [](Value row) {
    const std::string_view reason = row.at("taxability_reason").text();
    return reason == "reverse_charge" || reason == "customer_exempt";
  });
}

}  // namespace

// Where Stripe counts in parts that there are none of any more, in whole ones.
Amount TaxReading::ours(std::int64_t amount) const {
  return limit_from_stripe(amount, asked_.currency);
}

bool TaxReading::read(const Answer& answer) {
  const Document document(answer.body);
  const Value object = document.root();
  if (answer.status != 200 || object.at("object").text() != "tax.calculation") return false;
  calculation_.id = reference_of(object.at("id"));
  const auto total = number_of(object.at("amount_total"));
  const auto added = number_of(object.at("tax_amount_exclusive"));
  const auto within = number_of(object.at("tax_amount_inclusive"));
  const bool other_currency = object.at("currency").text() != asked_.currency;
  if (calculation_.id.empty() || !total || !added || !within || other_currency) return false;
  total_ = *total;
  added_ = *added;
  within_ = *within;
  const auto expires = number_of(object.at("expires_at"));
  calculation_.expires_at =
      Timestamp{std::clamp<std::int64_t>(expires.value_or(0), 0, kAmountMax / 1000) * 1000};
  calculation_.freed = frees(object.at("tax_breakdown"));
  return read_shipping(object.at("shipping_cost")) && read_lines(object.at("line_items"));
}

bool TaxReading::read_shipping(Value shipping) {
  if (!asked_.shipping) return true;
  const auto tax = tax_in(shipping, *asked_.shipping);
  shipping_tax_ = tax.value_or(0);
  return tax.has_value();
}

bool TaxReading::read_lines(Value list) {
  if (list.at("object").text() != "list") return false;
  for (const Value line : list.at("data").entries()) {
    if (line_taxes_.size() == asked_.lines.size()) return false;
    const AskedAmount& asked = asked_.lines[line_taxes_.size()];
    const auto tax = tax_in(line, asked);
    if (!tax || line.at("reference").text() != asked.reference) return false;
    line_taxes_.push_back(*tax);
    last_line_ = reference_of(line.at("id"));
  }
  more_ = list.at("has_more").flag();
  return !more_ || !last_line_.empty();
}

bool TaxReading::read_more(const Answer& answer) {
  const Document document(answer.body);
  const std::size_t before = line_taxes_.size();
  const bool fine = answer.status == 200 && read_lines(document.root());
  return fine && line_taxes_.size() > before;
}

std::optional<app::TaxCalculation> TaxReading::calculation() const {
  if (line_taxes_.size() != asked_.lines.size()) return std::nullopt;
  app::TaxCalculation made = calculation_;
  std::int64_t paid = 0;
  std::int64_t added = 0;
  std::int64_t within = 0;
  const auto count = [&](const AskedAmount& asked, std::int64_t tax) {
    paid += asked.inclusive ? asked.amount : asked.amount + tax;
    (asked.inclusive ? within : added) += tax;
  };
  for (std::size_t i = 0; i < line_taxes_.size(); ++i) {
    count(asked_.lines[i], line_taxes_[i]);
    made.lines.push_back(ours(line_taxes_[i]));
  }
  if (asked_.shipping) count(*asked_.shipping, shipping_tax_);
  if (paid != total_ || added != added_ || within != within_) return std::nullopt;
  made.delivery = ours(shipping_tax_);
  made.total = ours(total_);
  return made;
}

TaxRefusal tax_refusal_of(const Answer& answer) {
  const Document document(answer.body);
  const Value error = document.root().at("error");
  const bool passing = answer.status < 400 || answer.status == 408 || answer.status == 409 ||
                       answer.status == 425 || answer.status == 429 || answer.status >= 500;
  if (passing || !error.is_object()) return TaxRefusal::passing;
  const std::string_view code = error.at("code").text();
  const std::string_view param = error.at("param").text();
  const bool address = param.starts_with("customer_details[address]");
  if (code == "customer_tax_location_invalid" || address) return TaxRefusal::location;
  const bool number = param.starts_with("customer_details[tax_ids]");
  if (code == "tax_id_invalid" || number) return TaxRefusal::tax_id;
  if (param == "reference") return TaxRefusal::reference;
  if (param == "calculation") return TaxRefusal::lapsed;
  return TaxRefusal::other;
}

std::string tax_transaction_of(const Answer& answer) {
  const Document document(answer.body);
  const Value object = document.root();
  const bool transaction = answer.status == 200 && object.at("object").text() == "tax.transaction";
  return transaction ? reference_of(object.at("id")) : std::string();
}

}  // namespace till::payments::stripe
