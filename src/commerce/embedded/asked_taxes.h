// AskedTaxes: the taxes of one quote that a tax service reckons. Private to the embedded catalogue.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/tax_service.h"
#include "base/task.h"
#include "checkout/quote.h"
#include "commerce/embedded/shelf.h"

namespace till::commerce {

// The arguments must outlive it. One thread.
class AskedTaxes {
 public:
  // The quote has its lines and options without taxes.
  AskedTaxes(const TaxSettings& settings, const checkout::QuoteRequest& request,
             const Shelf::Lines& lines, TaxView& taxes, checkout::Quote& quote);

  // Asks for each option, with the lines that it can carry, and for each address of a digital one:
  // the tax of a delivery may hang on what it brings. Once a question, all at once. Where an
  // address cannot be located, its lines say so; a place of the shop that cannot be is not offered.
  // False when an answer is lacking, and then there is no quote.
  Task<bool> ask(app::TaxService& service, Executor& executor);

 private:
  // What one option brings to one address.
  struct Asked {
    std::size_t option = 0;
    const checkout::Address* at = nullptr;
    std::vector<std::size_t> lines;  // Indices of those that cost something.
    std::size_t question = 0;        // Its index.
  };

  void add_questions();
  void add_question(std::size_t option, const checkout::Address& at,
                    const std::vector<std::size_t>& covered);
  app::TaxedAmount amount_of(std::size_t line) const;
  void take(const Asked& asked, const app::TaxCalculation& calculation);
  void take_line(const Asked& asked, std::size_t line, const checkout::LineTax& tax);
  void leave_out(const Asked& asked);

  const TaxSettings& settings_;
  const checkout::QuoteRequest& request_;
  const Shelf::Lines& lines_;
  TaxView& taxes_;
  checkout::Quote& quote_;
  std::vector<app::TaxQuestion> questions_;  // Each another.
  std::vector<Asked> asked_;
  std::vector<bool> taxed_;            // The lines that have their own tax.
  std::vector<std::size_t> unplaced_;  // Options that cannot be offered.
};

}  // namespace till::commerce
