// TaxBook: the double's Stripe Tax: calculations, the transactions made of them, and reversals. No
// I/O; time is an argument.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "stripe_double/answer.h"
#include "stripe_double/tax_objects.h"

namespace till::stripe_double {

// One thread at a time.
class TaxBook {
 public:
  Answer calculate(const Form& form, std::int64_t now);
  Answer show_calculation(const std::string& id, const Form& form, std::int64_t now);
  Answer calculation_lines(const std::string& id, const Form& form, std::int64_t now);
  Answer record(const Form& form, std::int64_t now);
  Answer reverse(const Form& form, std::int64_t now);
  Answer show_transaction(const std::string& id, const Form& form) const;
  Answer transaction_lines(const std::string& id, const Form& form) const;

  // As if 90 days had passed for every calculation there is.
  void expire_calculations() { calculations_.clear(); }
  std::size_t calculated() const { return calculated_; }
  // Every transaction in the order in which they were made, as a JSON array.
  std::string transactions_json() const;

 private:
  std::string next_id(const char* prefix);
  // Null when there is none or its time is up.
  const TaxCalculation* find_calculation(const std::string& id, std::int64_t now) const;
  Answer keep(TaxTransaction transaction);

  std::unordered_map<std::string, TaxCalculation> calculations_;
  std::unordered_map<std::string, TaxTransaction> transactions_;
  std::vector<std::string> in_order_;
  std::set<std::string> references_;
  std::set<std::string> recorded_;  // Calculations.
  std::size_t calculated_ = 0;
  std::int64_t counter_ = 0;
};

}  // namespace till::stripe_double
