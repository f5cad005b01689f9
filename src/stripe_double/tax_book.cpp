#include "stripe_double/tax_book.h"

#include <algorithm>
#include <array>

#include "stripe_double/tax_reversals.h"
#include "stripe_double/values.h"

namespace till::stripe_double {
namespace {

constexpr std::int64_t kCalculationLife = 90LL * 24 * 60 * 60;
constexpr std::size_t kLongestReference = 500;

Answer wrong(std::string_view message, std::string_view param, std::string_view code = {}) {
  return invalid({.code = code, .message = message, .param = param});
}

Answer lacking(std::string_view param) {
  return wrong("Missing required param: " + std::string(param) + ".", param, "parameter_missing");
}

std::string of_line(std::size_t line, std::string_view member) {
  return "line_items[" + std::to_string(line) + "][" + std::string(member) + "]";
}

// The amount, behaviour and code of a line or of the shipping, whose names begin so.
std::optional<Answer> read_part(const Form& form, const std::string& prefix,
                                const std::string& currency, TaxedPart& part) {
  const std::string amount = prefix + "[amount]";
  if (!form.find(amount)) return lacking(amount);
  const auto whole = form.whole(amount);
  if (!whole) return wrong("Invalid integer: " + amount, amount, "parameter_invalid_integer");
  if (*whole < 1) return wrong("The amount must be positive.", amount);
  if (auto no = objection_to_part(*whole, currency, amount)) return no;
  part.amount = *whole;
  const std::string behaviour = form.text(prefix + "[tax_behavior]");
  if (!behaviour.empty() && behaviour != "inclusive" && behaviour != "exclusive") {
    return wrong("Invalid tax_behavior: must be one of exclusive or inclusive",
                 prefix + "[tax_behavior]");
  }
  part.inclusive = behaviour == "inclusive";
  const std::string code = form.text(prefix + "[tax_code]");
  if (!code.empty() && !is_tax_code(code)) {
    return wrong("No such tax code: '" + code + "'", prefix + "[tax_code]", "resource_missing");
  }
  if (!code.empty()) part.code = code;
  return std::nullopt;
}

std::optional<Answer> read_line(const Form& form, std::size_t index, Taxed& taxed) {
  TaxedPart line;
  line.code = kGeneralCode;
  line.reference = form.text(of_line(index, "reference"));
  if (line.reference.empty()) line.reference = "L" + std::to_string(index + 1);
  if (line.reference.size() > kLongestReference) {
    return wrong("The reference is longer than 500.", of_line(index, "reference"));
  }
  for (const TaxedPart& other : taxed.lines) {
    if (other.reference != line.reference) continue;
    return wrong("References must be unique across line items.", of_line(index, "reference"));
  }
  const std::string prefix = "line_items[" + std::to_string(index) + "]";
  if (auto no = read_part(form, prefix, taxed.currency, line)) return no;
  const std::string quantity = of_line(index, "quantity");
  line.quantity = form.whole(quantity).value_or(form.find(quantity) ? 0 : 1);
  if (line.quantity < 1) return wrong("The quantity must be positive.", quantity);
  taxed.lines.push_back(std::move(line));
  return std::nullopt;
}

std::optional<Answer> read_ids(const Form& form, TaxCustomer& customer) {
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string prefix = "customer_details[tax_ids][" + std::to_string(i) + "]";
    const std::string type = form.text(prefix + "[type]");
    const std::string value = form.text(prefix + "[value]");
    if (type.empty() && value.empty()) break;
    if (!is_tax_id(type, value)) {
      return wrong("Invalid value for " + type + ".", prefix + "[value]", "tax_id_invalid");
    }
    customer.ids.emplace_back(type, value);
  }
  return std::nullopt;
}

std::optional<Answer> read_customer(const Form& form, TaxCustomer& customer) {
  const auto text = [&form](std::string_view member) {
    return form.text("customer_details[address][" + std::string(member) + "]");
  };
  customer.address = {text("line1"), text("line2"),       text("city"),
                      text("state"), text("postal_code"), text("country")};
  const std::string& country = customer.address.country;
  if (country.empty()) return lacking("customer_details[address][country]");
  if (country.size() != 2) {
    return wrong("Country must be a two-letter code.", "customer_details[address][country]");
  }
  customer.source = form.text("customer_details[address_source]");
  if (customer.source.empty()) return lacking("customer_details[address_source]");
  if (customer.source != "billing" && customer.source != "shipping") {
    return wrong("Invalid address_source: must be one of billing or shipping",
                 "customer_details[address_source]");
  }
  const std::string override = form.text("customer_details[taxability_override]");
  constexpr std::array<std::string_view, 3> kOverrides{"customer_exempt", "none", "reverse_charge"};
  if (!override.empty()) {
    if (std::find(kOverrides.begin(), kOverrides.end(), override) == kOverrides.end()) {
      return wrong("Invalid taxability_override.", "customer_details[taxability_override]");
    }
    customer.override = override;
  }
  return read_ids(form, customer);
}

std::string_view freedom_of(const TaxCustomer& customer) {
  if (customer.override == "customer_exempt") return "customer_exempt";
  if (customer.override == "reverse_charge") return "reverse_charge";
  const bool owes = std::any_of(customer.ids.begin(), customer.ids.end(), [&](const auto& id) {
    return is_reverse_charge(customer.address, id.first, id.second);
  });
  return owes ? "reverse_charge" : "";
}

void tax(TaxedPart& part, const Taxed& taxed, bool shipping) {
  const std::string_view freed = freedom_of(taxed.customer);
  const PlaceTax& place = taxed.place;
  if (!place.collected) {
    part.reason = "not_collecting";
  } else if (part.code == kNontaxable || (shipping && !place.on_shipping)) {
    part.reason = "product_exempt";
  } else if (!freed.empty()) {
    part.reason = freed;
  } else {
    part.reason = is_reduced(part.code) ? "reduced_rated" : "standard_rated";
    part.parts_per_million = is_reduced(part.code) ? place.reduced : place.parts_per_million;
  }
  part.tax = tax_on(part.amount, part.parts_per_million, part.inclusive);
  part.left = part.amount;
  part.tax_left = part.tax;
}

std::optional<Answer> read_taxed(const Form& form, Taxed& taxed) {
  taxed.currency = form.text("currency");
  if (taxed.currency.empty()) return lacking("currency");
  if (taxed.currency.size() != 3) return wrong("Invalid currency.", "currency");
  const auto begins = [&form](const std::string& prefix) {
    return std::any_of(form.fields().begin(), form.fields().end(),
                       [&prefix](const auto& field) { return field.first.starts_with(prefix); });
  };
  for (std::size_t i = 0; begins("line_items[" + std::to_string(i) + "]"); ++i) {
    if (auto no = read_line(form, i, taxed)) return no;
  }
  if (taxed.lines.empty()) return lacking("line_items");
  if (begins("shipping_cost[")) {
    TaxedPart shipping;
    shipping.code = kShippingCode;
    if (auto no = read_part(form, "shipping_cost", taxed.currency, shipping)) return no;
    taxed.shipping = std::move(shipping);
  }
  return read_customer(form, taxed.customer);
}

}  // namespace

std::string TaxBook::next_id(const char* prefix) {
  const std::string digits = std::to_string(++counter_);
  return prefix + std::string(12 - std::min<std::size_t>(12, digits.size()), '0') + digits;
}

Answer TaxBook::calculate(const Form& form, std::int64_t now) {
  TaxCalculation calculation;
  Taxed& taxed = calculation.taxed;
  if (auto no = read_taxed(form, taxed)) return std::move(*no);
  const auto place = tax_at(taxed.customer.address);
  if (!place) {
    return wrong(
        "We could not determine the customer's tax location based on the provided customer "
        "address.",
        "customer_details[address]", "customer_tax_location_invalid");
  }
  taxed.place = *place;
  taxed.id = next_id("taxcalc_");
  taxed.date = now;
  for (TaxedPart& line : taxed.lines) {
    line.id = next_id("tax_li_");
    tax(line, taxed, false);
  }
  if (taxed.shipping) tax(*taxed.shipping, taxed, true);
  calculation.expires_at = now + kCalculationLife;
  ++calculated_;
  const std::string id = taxed.id;
  const auto& kept = calculations_.emplace(id, std::move(calculation)).first->second;
  return shown(calculation_json(kept, form.expands("line_items")));
}

const TaxCalculation* TaxBook::find_calculation(const std::string& id, std::int64_t now) const {
  const auto found = calculations_.find(id);
  if (found == calculations_.end() || found->second.expires_at <= now) return nullptr;
  return &found->second;
}

Answer TaxBook::show_calculation(const std::string& id, const Form& form, std::int64_t now) {
  const TaxCalculation* const found = find_calculation(id, now);
  if (found == nullptr) return missing("tax calculation", id);
  return shown(calculation_json(*found, form.expands("line_items")));
}

Answer TaxBook::calculation_lines(const std::string& id, const Form& form, std::int64_t now) {
  const TaxCalculation* const found = find_calculation(id, now);
  if (found == nullptr) return missing("tax calculation", id);
  const auto most =
      static_cast<std::size_t>(std::clamp<std::int64_t>(form.whole("limit").value_or(10), 1, 100));
  return shown(tax_lines_json(found->taxed, false, form.text("starting_after"), most));
}

Answer TaxBook::keep(TaxTransaction transaction) {
  const std::string id = transaction.taxed.id;
  references_.insert(transaction.reference);
  in_order_.push_back(id);
  const auto& kept = transactions_.emplace(id, std::move(transaction)).first->second;
  return shown(transaction_json(kept, false));
}

Answer TaxBook::record(const Form& form, std::int64_t now) {
  if (!form.find("calculation")) return lacking("calculation");
  TaxTransaction transaction;
  transaction.reference = form.text("reference");
  if (transaction.reference.empty()) return lacking("reference");
  const std::string id = form.text("calculation");
  const TaxCalculation* const found = find_calculation(id, now);
  if (found == nullptr) {
    return wrong("No such tax calculation: '" + id + "'", "calculation", "resource_missing");
  }
  if (references_.contains(transaction.reference)) {
    return wrong("The reference must be unique across all transactions.", "reference",
                 "resource_already_exists");
  }
  // Stripe does not say that it takes one twice.
  if (!recorded_.insert(id).second) {
    return wrong("The calculation has a transaction already.", "calculation");
  }
  transaction.taxed = found->taxed;
  transaction.taxed.id = next_id("tax_");
  for (TaxedPart& line : transaction.taxed.lines) line.id = next_id("tax_li_");
  transaction.created = now;
  transaction.metadata = form.inside("metadata");
  return keep(std::move(transaction));
}

Answer TaxBook::reverse(const Form& form, std::int64_t now) {
  for (const char* needed : {"mode", "original_transaction", "reference"}) {
    if (form.text(needed).empty()) return lacking(needed);
  }
  const std::string id = form.text("original_transaction");
  const auto found = transactions_.find(id);
  if (found == transactions_.end()) {
    return wrong("No such tax transaction: '" + id + "'", "original_transaction",
                 "resource_missing");
  }
  TaxTransaction& original = found->second;
  if (!original.original.empty()) {
    return wrong("A reversal cannot be reversed.", "original_transaction");
  }
  TaxTransaction reversal;
  reversal.reference = form.text("reference");
  if (references_.contains(reversal.reference)) {
    return wrong("The reference must be unique across all transactions.", "reference",
                 "resource_already_exists");
  }
  reversal.taxed = original.taxed;
  reversal.taxed.lines.clear();
  reversal.taxed.shipping.reset();
  if (auto no = take_back(form, original, reversal)) return std::move(*no);
  reversal.taxed.id = next_id("tax_");
  reversal.original = id;
  reversal.created = now;
  reversal.metadata = form.inside("metadata");
  return keep(std::move(reversal));
}

Answer TaxBook::show_transaction(const std::string& id, const Form& form) const {
  const auto found = transactions_.find(id);
  if (found == transactions_.end()) return missing("tax transaction", id);
  return shown(transaction_json(found->second, form.expands("line_items")));
}

Answer TaxBook::transaction_lines(const std::string& id, const Form& form) const {
  const auto found = transactions_.find(id);
  if (found == transactions_.end()) return missing("tax transaction", id);
  const auto most =
      static_cast<std::size_t>(std::clamp<std::int64_t>(form.whole("limit").value_or(10), 1, 100));
  return shown(tax_lines_json(found->second.taxed, true, form.text("starting_after"), most));
}

std::string TaxBook::transactions_json() const {
  std::string out = "[";
  for (const std::string& id : in_order_) {
    out += (out.size() > 1 ? "," : "") + transaction_json(transactions_.at(id), true);
  }
  return out + "]";
}

}  // namespace till::stripe_double
