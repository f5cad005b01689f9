#include "stripe_double/tax_objects.h"

#include <algorithm>

#include "json/writer.h"

namespace till::stripe_double {
namespace {

constexpr std::size_t kShownLines = 10;

void text_or_null(json::Writer& json, std::string_view name, const std::string& text) {
  json.key(name);
  text.empty() ? json.null() : json.text(text);
}

void write_address(json::Writer& json, const TaxAddress& address) {
  json.key("address").begin_object();
  text_or_null(json, "city", address.city);
  json.member("country", address.country);
  text_or_null(json, "line1", address.line1);
  text_or_null(json, "line2", address.line2);
  text_or_null(json, "postal_code", address.postal_code);
  text_or_null(json, "state", address.state);
  json.end_object();
}

void write_customer(json::Writer& json, const TaxCustomer& customer) {
  json.key("customer").null().key("customer_details").begin_object();
  write_address(json, customer.address);
  json.member("address_source", customer.source).key("ip_address").null();
  json.key("tax_ids").begin_array();
  for (const auto& [type, value] : customer.ids) {
    json.begin_object().member("type", type).member("value", value).end_object();
  }
  json.end_array().member("taxability_override", customer.override).end_object();
}

std::string_view behaviour_of(const TaxedPart& part) {
  return part.inclusive ? "inclusive" : "exclusive";
}

void write_line(json::Writer& json, const TaxedPart& line, bool of_transaction) {
  json.begin_object().member("id", line.id);
  json.member("object", of_transaction ? "tax.transaction_line_item" : "tax.calculation_line_item");
  json.member("amount", line.amount).member("amount_tax", line.tax);
  json.key("livemode").boolean(false).key("product").null();
  json.member("quantity", line.quantity).member("reference", line.reference);
  json.member("tax_behavior", behaviour_of(line)).member("tax_code", line.code);
  if (of_transaction) {
    json.member("type", line.original.empty() ? "transaction" : "reversal").key("reversal");
    if (line.original.empty()) {
      json.null();
    } else {
      json.begin_object().member("original_line_item", line.original).end_object();
    }
  }
  json.end_object();
}

void write_shipping(json::Writer& json, const std::optional<TaxedPart>& shipping) {
  json.key("shipping_cost");
  if (!shipping) {
    json.null();
    return;
  }
  json.begin_object().member("amount", shipping->amount).member("amount_tax", shipping->tax);
  json.member("tax_behavior", behaviour_of(*shipping)).member("tax_code", shipping->code);
  json.end_object();
}

std::string percentage(std::int64_t parts_per_million) {
  std::string text = std::to_string(parts_per_million / 10'000);
  std::string parts = std::to_string(parts_per_million % 10'000 + 10'000).substr(1);
  while (!parts.empty() && parts.back() == '0') parts.pop_back();
  return parts.empty() ? text + ".0" : text + "." + parts;
}

struct Share {
  const TaxedPart* part;
  std::int64_t amount = 0;
  std::int64_t taxable = 0;
};

// What is taxed at one rate for one reason is one row.
std::vector<Share> shares_of(const Taxed& taxed) {
  std::vector<Share> shares;
  const auto add = [&shares](const TaxedPart& part) {
    const auto same = std::find_if(shares.begin(), shares.end(), [&part](const Share& share) {
      return share.part->reason == part.reason && share.part->inclusive == part.inclusive &&
             share.part->parts_per_million == part.parts_per_million;
    });
    Share& share = same == shares.end() ? shares.emplace_back(Share{&part}) : *same;
    share.amount += part.tax;
    if (part.tax != 0) share.taxable += part.inclusive ? part.amount - part.tax : part.amount;
  };
  for (const TaxedPart& line : taxed.lines) add(line);
  if (taxed.shipping) add(*taxed.shipping);
  return shares;
}

void write_breakdown(json::Writer& json, const Taxed& taxed) {
  json.key("tax_breakdown").begin_array();
  for (const Share& share : shares_of(taxed)) {
    json.begin_object().member("amount", share.amount);
    json.key("inclusive").boolean(share.part->inclusive);
    json.key("tax_rate_details").begin_object();
    json.member("country", taxed.customer.address.country).key("flat_amount").null();
    json.member("percentage_decimal", percentage(share.part->parts_per_million));
    json.member("rate_type", "percentage");
    text_or_null(json, "state", taxed.place.state);
    text_or_null(json, "tax_type", std::string(taxed.place.type));
    json.end_object().member("taxability_reason", share.part->reason);
    json.member("taxable_amount", share.taxable).end_object();
  }
  json.end_array();
}

void write_lines(json::Writer& json, const Taxed& taxed, bool of_transaction, std::size_t from,
                 std::size_t most) {
  const std::size_t end = std::min(taxed.lines.size(), from + most);
  json.begin_object().member("object", "list").key("data").begin_array();
  for (std::size_t i = from; i < end; ++i) write_line(json, taxed.lines[i], of_transaction);
  json.end_array().key("has_more").boolean(end < taxed.lines.size()).end_object();
}

}  // namespace

std::string calculation_json(const TaxCalculation& calculation, bool lines) {
  const Taxed& taxed = calculation.taxed;
  std::int64_t total = 0;
  std::int64_t added = 0;
  std::int64_t within = 0;
  const auto count = [&](const TaxedPart& part) {
    total += part.total();
    (part.inclusive ? within : added) += part.tax;
  };
  for (const TaxedPart& line : taxed.lines) count(line);
  if (taxed.shipping) count(*taxed.shipping);
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", taxed.id).member("object", "tax.calculation");
  json.member("amount_total", total).member("currency", taxed.currency);
  write_customer(json, taxed.customer);
  json.member("expires_at", calculation.expires_at);
  if (lines) write_lines(json.key("line_items"), taxed, false, 0, kShownLines);
  json.key("livemode").boolean(false).key("ship_from_details").null();
  write_shipping(json, taxed.shipping);
  json.member("tax_amount_exclusive", added).member("tax_amount_inclusive", within);
  write_breakdown(json, taxed);
  json.member("tax_date", taxed.date).end_object();
  return out;
}

std::string transaction_json(const TaxTransaction& transaction, bool lines) {
  const Taxed& taxed = transaction.taxed;
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", taxed.id).member("object", "tax.transaction");
  json.member("created", transaction.created).member("currency", taxed.currency);
  write_customer(json, taxed.customer);
  if (lines) write_lines(json.key("line_items"), taxed, true, 0, kShownLines);
  json.key("livemode").boolean(false).key("metadata").begin_object();
  for (const auto& [name, value] : transaction.metadata) json.escaped_key(name).text(value);
  json.end_object().member("posted_at", transaction.created);
  json.member("reference", transaction.reference).key("reversal");
  if (transaction.original.empty()) {
    json.null();
  } else {
    json.begin_object().member("original_transaction", transaction.original).end_object();
  }
  json.key("ship_from_details").null();
  write_shipping(json, taxed.shipping);
  json.member("tax_date", taxed.date);
  json.member("type", transaction.original.empty() ? "transaction" : "reversal").end_object();
  return out;
}

std::string tax_lines_json(const Taxed& taxed, bool of_transaction, const std::string& after,
                           std::size_t most) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < taxed.lines.size(); ++i) {
    if (taxed.lines[i].id == after) from = i + 1;
  }
  std::string out;
  json::Writer json(out);
  write_lines(json, taxed, of_transaction, from, most);
  return out;
}

}  // namespace till::stripe_double
