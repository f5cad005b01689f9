#include "commerce/embedded/shelf.h"

#include <algorithm>
#include <utility>

namespace till::commerce {
namespace {

using checkout::FulfillmentType;
using checkout::QuoteFailure;
using checkout::QuoteRefusal;

constexpr std::int64_t kMillion = 1'000'000;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Agents write the codes of states as buyers type them.
bool same_state(const std::string& one, const std::string& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return upper(a) == upper(b); });
}

std::int64_t tax_rate(const std::vector<TaxRate>& taxes, const checkout::Address& address) {
  std::int64_t rest_of_country = 0;
  for (const TaxRate& tax : taxes) {
    if (tax.country != address.country) continue;
    if (tax.state && same_state(*tax.state, address.state)) return tax.parts_per_million;
    if (!tax.state) rest_of_country = tax.parts_per_million;
  }
  return rest_of_country;
}

bool serves(const Rate& rate, const std::string& country) {
  return std::find(rate.countries.begin(), rate.countries.end(), country) != rate.countries.end();
}

// The indices of the lines whose items `fits` says yes to.
template <class Fits>
std::vector<std::size_t> fitting_lines(const Shelf::Lines& lines, Fits fits) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].item != nullptr && fits(*lines[i].item)) fitting.push_back(i);
  }
  return fitting;
}

checkout::QuotedOption option(FulfillmentType type, const std::string& id, const std::string& title,
                              Amount amount, std::vector<std::size_t> covers) {
  checkout::QuotedOption made;
  made.type = type;
  made.id = id;
  made.title = title;
  made.subtotal = amount;
  made.covers = std::move(covers);
  return made;
}

}  // namespace

Shelf::Shelf(Catalog catalog) : catalog_(std::move(catalog)) {
  by_id_.reserve(catalog_.items.size());
  for (const CatalogItem& item : catalog_.items) by_id_.emplace(item.id, &item);
  for (const std::string& currency : catalog_.currencies()) {
    Discounts& known = discounts_[currency];
    for (const CatalogDiscount& discount : catalog_.discounts) {
      auto definition = discount.in(currency);
      if (!definition) continue;
      if (definition->code.empty()) {
        known.automatic.push_back(std::move(*definition));
      } else {
        known.by_code.emplace(checkout::folded_code(definition->code), std::move(*definition));
      }
    }
  }
}

Result<Shelf::Lines, QuoteRefusal> Shelf::find_lines(const checkout::QuoteRequest& request) const {
  if (!request.lines_stand && !discounts_.contains(request.currency)) {
    return refused(QuoteRefusal{QuoteFailure::unsupported_currency, 0});
  }
  Lines lines(request.lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto found = by_id_.find(request.lines[i].item_id);
    const bool known = found != by_id_.end();
    const auto price = known ? found->second->unit_amount.in(request.currency) : std::nullopt;
    if (price) {
      lines[i].item = found->second;
      lines[i].unit_amount = *price;
    } else if (!request.lines_stand) {
      return refused(QuoteRefusal{known ? QuoteFailure::no_price : QuoteFailure::unknown_item, i});
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto base = checked_product(lines[i].unit_amount, request.lines[i].quantity);
    if (!base) return refused(QuoteRefusal{QuoteFailure::amount_too_large, i});
    lines[i].base = *base;
  }
  return lines;
}

std::vector<checkout::DiscountDefinition> Shelf::discounts(
    const checkout::QuoteRequest& request) const {
  const auto found = discounts_.find(request.currency);
  if (found == discounts_.end()) return {};
  std::vector<checkout::DiscountDefinition> known = found->second.automatic;
  for (const std::string& code : checkout::distinct_codes(request.discount_codes)) {
    const auto definition = found->second.by_code.find(checkout::folded_code(code));
    if (definition != found->second.by_code.end()) known.push_back(definition->second);
  }
  return known;
}

checkout::DiscountCart Shelf::discount_cart(const checkout::QuoteRequest& request,
                                            const Lines& lines) const {
  checkout::DiscountCart cart;
  cart.codes = request.discount_codes;
  cart.logged_in = request.buyer_logged_in;
  cart.buyer = request.buyer;
  cart.now = request.now;
  cart.lines.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // Nothing is taken off, and nothing earned by, what is no longer sold.
    const std::string item = lines[i].item != nullptr ? request.lines[i].item_id : std::string();
    cart.lines.push_back({item, request.lines[i].quantity, lines[i].base});
  }
  return cart;
}

void Shelf::price_lines(const checkout::QuoteRequest& request, const Lines& lines,
                        checkout::DiscountOutcome discounts, checkout::Quote& quote) const {
  const std::int64_t rate = request.ship_to ? tax_rate(catalog_.taxes, *request.ship_to) : 0;
  quote.lines.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    checkout::QuotedLine& line = quote.lines.emplace_back();
    line.sold = lines[i].item != nullptr;
    if (!line.sold) continue;
    const CatalogItem& item = *lines[i].item;
    line.title = item.title;
    line.description = item.description;
    line.unit_amount = lines[i].unit_amount;
    line.physical = !item.digital;
    line.tax_exempt = item.tax_exempt;
    line.disclosures = item.disclosures;
    line.items_discount = discounts.line_discounts[i];
    const Amount taxable{lines[i].base.minor - line.items_discount.minor};
    if (!item.tax_exempt) line.tax = fraction_half_up(taxable, rate, kMillion);
  }
  quote.applied = std::move(discounts.applied);
  quote.rejected = std::move(discounts.rejected);
  quote.uses = std::move(discounts.uses);
}

void Shelf::add_options(const checkout::QuoteRequest& request, const Lines& lines,
                        checkout::Quote& quote) const {
  const auto lines_where = [&lines](auto fits) { return fitting_lines(lines, fits); };
  auto digital = lines_where([](const CatalogItem& item) { return item.digital; });
  const bool all_digital = digital.size() == lines.size();
  if (!digital.empty()) {
    quote.options.push_back(option(FulfillmentType::digital, "digital", "Digital delivery",
                                   Amount{0}, std::move(digital)));
  }
  if (!request.ship_to || all_digital) return;
  const std::string& country = request.ship_to->country;
  const auto add = [&](FulfillmentType type, const auto& way, std::vector<std::size_t> covers) {
    const auto amount = way.amount.in(request.currency);
    if (covers.empty() || !amount) return false;
    quote.options.push_back(option(type, way.id, way.title, *amount, std::move(covers)));
    return true;
  };
  bool served = false;
  const auto shipped = lines_where([](const CatalogItem& item) { return item.ships; });
  for (const Rate& rate : catalog_.shipping) {
    if (!serves(rate, country)) continue;
    served = true;
    add(FulfillmentType::shipping, rate, shipped);
  }
  quote.region_served = served;
  if (!served) return;
  auto picked_up = lines_where([](const CatalogItem& item) { return item.picked_up; });
  if (catalog_.pickup && catalog_.pickup->location.address.country == country &&
      add(FulfillmentType::pickup, *catalog_.pickup, std::move(picked_up))) {
    quote.options.back().location = catalog_.pickup->location;
  }
  auto delivered = lines_where([](const CatalogItem& item) { return item.delivered_locally; });
  if (catalog_.local_delivery && serves(*catalog_.local_delivery, country)) {
    add(FulfillmentType::local_delivery, *catalog_.local_delivery, std::move(delivered));
  }
}

}  // namespace till::commerce
