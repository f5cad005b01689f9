#include "commerce/embedded/asked_taxes.h"

#include <algorithm>
#include <utility>

#include "base/gather.h"
#include "checkout/tax_exemption.h"
#include "commerce/embedded/tax_codes.h"

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::FulfillmentType;
using checkout::LineTax;
using checkout::QuotedOption;

bool is_place_of_shop(const QuotedOption& option) {
  return option.type == FulfillmentType::pickup && option.location;
}

// A tax as part of a price that holds it, else on top of it.
LineTax tax_of_amount(Amount tax, bool holds_tax, bool freed) {
  LineTax made;
  (holds_tax ? made.included_tax : made.tax) = tax;
  made.exempted = freed && tax == Amount{0};
  return made;
}

}  // namespace

AskedTaxes::AskedTaxes(const TaxSettings& settings, const checkout::QuoteRequest& request,
                       const Shelf::Lines& lines, TaxView& taxes, checkout::Quote& quote)
    : settings_(settings),
      request_(request),
      lines_(lines),
      taxes_(taxes),
      quote_(quote),
      taxed_(lines.size()) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].item == nullptr) continue;
    quote_.lines[i].tax_code = amount_of(i).code;
  }
  add_questions();
}

app::TaxedAmount AskedTaxes::amount_of(std::size_t line) const {
  const ShelfLine& found = lines_[line];
  app::TaxedAmount amount;
  const Amount discount = quote_.lines[line].items_discount;
  amount.amount.minor = found.base.minor - discount.minor - taxes_.share(line).minor;
  amount.holds_tax = found.holds_tax;
  amount.quantity = request_.lines[line].quantity;
  const bool never = found.item->tax_exempt;
  // The catalogue and what was imported name no other classes.
  amount.code =
      never ? app::kNeverTaxed : tax_code_of(settings_, found.item->tax_class).value_or("");
  return amount;
}

void AskedTaxes::add_questions() {
  for (std::size_t o = 0; o < quote_.options.size(); ++o) {
    const QuotedOption& option = quote_.options[o];
    if (is_place_of_shop(option)) {
      add_question(o, option.location->address, option.covers);
      continue;
    }
    // What is shipped goes to one address; what is digital goes with its lines.
    std::vector<std::pair<const Address*, std::vector<std::size_t>>> places;
    for (const std::size_t line : option.covers) {
      const Address* const at = lines_[line].taxed.at != nullptr ? lines_[line].taxed.at
                                : request_.ship_to               ? &*request_.ship_to
                                                                 : nullptr;
      if (at == nullptr) continue;
      const auto known = std::find_if(places.begin(), places.end(),
                                      [at](const auto& place) { return *place.first == *at; });
      if (known != places.end()) {
        known->second.push_back(line);
      } else {
        places.emplace_back(at, std::vector<std::size_t>{line});
      }
    }
    for (const auto& [at, covered] : places) add_question(o, *at, covered);
  }
}

void AskedTaxes::add_question(std::size_t option, const Address& at,
                              const std::vector<std::size_t>& covered) {
  app::TaxQuestion question;
  question.session = request_.session;
  question.currency = request_.currency;
  question.address = at;
  question.from = settings_.home;
  question.exempt = request_.exemption && checkout::frees(*request_.exemption, at);
  question.tax_id = request_.tax_id;
  Asked asked{option, &at, {}, 0};
  for (const std::size_t line : covered) {
    app::TaxedAmount amount = amount_of(line);
    if (amount.amount.minor <= 0) continue;
    asked.lines.push_back(line);
    question.lines.push_back(std::move(amount));
  }
  const Amount price = quote_.options[option].subtotal;
  if (price > Amount{0}) {
    const bool holds_tax = taxes_.holds_tax({&at, {}, true, false});
    question.delivery = app::TaxedAmount{price, holds_tax};
  }
  if (question.lines.empty()) {
    if (!question.delivery) return;  // Given away: there is nothing to tax.
    question.delivery->code = app::kDelivery;
    question.lines.push_back(*std::exchange(question.delivery, std::nullopt));
  }
  const auto same = std::find(questions_.begin(), questions_.end(), question);
  asked.question = static_cast<std::size_t>(same - questions_.begin());
  if (same == questions_.end()) questions_.push_back(std::move(question));
  asked_.push_back(std::move(asked));
}

void AskedTaxes::take_line(const Asked& asked, std::size_t line, const LineTax& tax) {
  QuotedOption& option = quote_.options[asked.option];
  if (option.line_taxes.empty()) option.line_taxes.resize(option.covers.size());
  const auto at = std::find(option.covers.begin(), option.covers.end(), line);
  option.line_taxes[static_cast<std::size_t>(at - option.covers.begin())] = tax;
  // A line that nothing was chosen for yet is taxed where it goes.
  const Address* const own = lines_[line].taxed.at;
  if (own == nullptr || *own != *asked.at || taxed_[line]) return;
  taxed_[line] = true;
  checkout::QuotedLine& quoted = quote_.lines[line];
  quoted.tax = tax.tax;
  quoted.included_tax = tax.included_tax;
  quoted.exempted = tax.exempted;
}

void AskedTaxes::take(const Asked& asked, const app::TaxCalculation& calculation) {
  const app::TaxQuestion& question = questions_[asked.question];
  QuotedOption& option = quote_.options[asked.option];
  option.line_taxes.resize(option.covers.size());
  for (std::size_t i = 0; i < asked.lines.size(); ++i) {
    const bool freed = calculation.freed && !lines_[asked.lines[i]].item->tax_exempt;
    take_line(asked, asked.lines[i],
              tax_of_amount(calculation.lines[i], question.lines[i].holds_tax, freed));
  }
  const bool alone = asked.lines.empty();
  if (question.delivery || alone) {
    const app::TaxedAmount& delivery = alone ? question.lines.front() : *question.delivery;
    const Amount amount = alone ? calculation.lines.front() : calculation.delivery;
    const LineTax tax = tax_of_amount(amount, delivery.holds_tax, calculation.freed);
    option.tax = tax.tax;
    option.included_tax = tax.included_tax;
    option.exempted = tax.exempted;
  }
  option.tax_calculations.push_back({calculation.id, calculation.total});
}

void AskedTaxes::leave_out(const Asked& asked) {
  if (is_place_of_shop(quote_.options[asked.option])) {
    unplaced_.push_back(asked.option);
    return;
  }
  for (const std::size_t line : asked.lines) {
    quote_.lines[line].tax_place = checkout::TaxPlace::not_located;
  }
}

Task<bool> AskedTaxes::ask(app::TaxService& service, Executor& executor) {
  std::vector<Task<app::TaxResult>> asking;
  asking.reserve(questions_.size());
  for (const app::TaxQuestion& question : questions_) {
    asking.push_back(service.calculate(question, executor));
  }
  const std::vector<app::TaxResult> answers = co_await gather(std::move(asking), executor);
  for (const Asked& asked : asked_) {
    const app::TaxResult& answer = answers[asked.question];
    if (answer) {
      take(asked, *answer);
    } else if (answer.error() == app::TaxFailure::not_located) {
      leave_out(asked);
    } else {
      co_return false;
    }
  }
  for (auto option = unplaced_.rbegin(); option != unplaced_.rend(); ++option) {
    quote_.options.erase(quote_.options.begin() + static_cast<std::ptrdiff_t>(*option));
  }
  co_return true;
}

}  // namespace till::commerce
