// What the double keeps of taxes: calculations and transactions, and what they are in JSON. Plain
// values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stripe_double/form.h"
#include "stripe_double/tax_rates.h"

namespace till::stripe_double {

// A line, or the shipping, which has no reference. Of a reversal its amounts are negative.
struct TaxedPart {
  std::string id;
  std::string reference;
  std::int64_t amount = 0;
  std::int64_t tax = 0;
  bool inclusive = false;
  std::int64_t quantity = 1;
  std::string code;
  std::string_view reason;  // Why it is taxed so.
  std::int64_t parts_per_million = 0;
  std::string original;       // Of a line of a reversal: the line that it reverses.
  std::int64_t left = 0;      // Of a transaction: what of `amount` was not reversed.
  std::int64_t tax_left = 0;  // The same of `tax`.
  // What the buyer pays for it.
  std::int64_t total() const { return inclusive ? amount : amount + tax; }
  std::int64_t total_left() const { return inclusive ? left : left + tax_left; }
};

struct TaxCustomer {
  TaxAddress address;
  std::string source;                                    // "billing" or "shipping".
  std::vector<std::pair<std::string, std::string>> ids;  // Type and value.
  std::string override = "none";
};

// What a calculation and a transaction have in common.
struct Taxed {
  std::string id;
  std::string currency;
  TaxCustomer customer;
  std::vector<TaxedPart> lines;
  std::optional<TaxedPart> shipping;
  PlaceTax place;
  std::int64_t date = 0;  // Seconds.
};

struct TaxCalculation {
  Taxed taxed;
  std::int64_t expires_at = 0;
};

struct TaxTransaction {
  Taxed taxed;
  std::string reference;
  std::string original;  // Of a reversal; empty for a sale.
  std::int64_t created = 0;
  std::vector<Form::Field> metadata;
  bool reversed = false;  // In part or as a whole.
};

// Lines are shown on demand only, ten of them at most.
std::string calculation_json(const TaxCalculation& calculation, bool lines);
std::string transaction_json(const TaxTransaction& transaction, bool lines);
// Some lines of either, from the one behind `after` on.
std::string tax_lines_json(const Taxed& taxed, bool of_transaction, const std::string& after,
                           std::size_t most);

}  // namespace till::stripe_double
