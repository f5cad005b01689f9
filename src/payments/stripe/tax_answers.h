// What Stripe Tax answers, as values. Pure; whatever the bytes are, something comes out.
#pragma once

#include <string>
#include <variant>

#include "app/tax_service.h"
#include "payments/stripe/answers.h"
#include "payments/stripe/json.h"
#include "payments/stripe/tax_requests.h"

namespace till::payments::stripe {

// A calculation on its way: of more than ten lines the rest comes in pages.
class TaxReading {
 public:
  explicit TaxReading(AskedTax asked) : asked_(std::move(asked)) {}

  // Both false when the answer is not what was asked for.
  bool read(const Answer& calculation);
  bool read_more(const Answer& lines);

  // Some lines are still to come, behind the one of that id.
  bool lacks_lines() const { return more_; }
  const std::string& id() const { return calculation_.id; }
  const std::string& last_line() const { return last_line_; }

  // Every line was read. Nothing when the sums are not those of the lines, to the last unit.
  std::optional<app::TaxCalculation> calculation() const;

 private:
  bool read_lines(Value list);
  bool read_shipping(Value shipping);
  Amount ours(std::int64_t amount) const;

  const AskedTax asked_;
  app::TaxCalculation calculation_;
  std::vector<std::int64_t> line_taxes_;  // In Stripe's unit, as what follows.
  std::int64_t shipping_tax_ = 0;
  std::int64_t total_ = 0;
  std::int64_t added_ = 0;
  std::int64_t within_ = 0;
  std::string last_line_;
  bool more_ = false;
};

// Why there is none.
enum class TaxRefusal {
  location,   // The buyer's address does not tell where it lies.
  tax_id,     // The buyer's number is none.
  lapsed,     // The calculation is over.
  reference,  // It was used before.
  other,      // For the operator to mend.
  passing,    // No answer to rely on.
};
TaxRefusal tax_refusal_of(const Answer& answer);

// The id of a transaction; empty when the answer is none.
std::string tax_transaction_of(const Answer& answer);

}  // namespace till::payments::stripe
