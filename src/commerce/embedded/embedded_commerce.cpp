#include "commerce/embedded/embedded_commerce.h"

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

Amount price_of(const CatalogItem& item, const PriceQuote* agreed) {
  if (agreed == nullptr) return item.unit_amount;
  const auto price = agreed->prices.find(item.id);
  return price == agreed->prices.end() ? item.unit_amount : price->second;
}

bool serves(const Rate& rate, const std::string& country) {
  return std::find(rate.countries.begin(), rate.countries.end(), country) != rate.countries.end();
}

// The indices of the items that `fits` says yes to.
template <class Fits>
std::vector<std::size_t> lines_where(const std::vector<const CatalogItem*>& items, Fits fits) {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (fits(*items[i])) lines.push_back(i);
  }
  return lines;
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

EmbeddedCommerce::EmbeddedCommerce(Catalog catalog, app::Store& store)
    : catalog_(std::move(catalog)), store_(store) {
  by_id_.reserve(catalog_.items.size());
  for (const CatalogItem& item : catalog_.items) by_id_.emplace(item.id, &item);
}

Task<checkout::QuoteResult> EmbeddedCommerce::quote(checkout::QuoteRequest request, Executor&) {
  if (request.currency != catalog_.currency) {
    co_return refused(QuoteRefusal{QuoteFailure::unsupported_currency, 0});
  }
  const PriceQuote* const agreed = find_quote(request);
  if (request.quote_must_hold && request.quote_id && agreed == nullptr) {
    co_return refused(QuoteRefusal{QuoteFailure::unknown_quote, 0});
  }
  const auto items = find_items(request);
  if (!items) co_return refused(items.error());
  std::vector<Amount> base_amounts;
  base_amounts.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Amount price = price_of(*(*items)[i], agreed);
    const auto base = checked_product(price, request.lines[i].quantity);
    if (!base) co_return refused(QuoteRefusal{QuoteFailure::amount_too_large, i});
    base_amounts.push_back(*base);
  }
  checkout::Quote quote;
  if (agreed != nullptr) quote.quote_expires_at = agreed->expires_at;
  price_lines(request, *items, base_amounts, quote);
  add_stock(*items, quote);
  add_options(request, *items, quote);
  co_return quote;
}

const PriceQuote* EmbeddedCommerce::find_quote(const checkout::QuoteRequest& request) const {
  for (const PriceQuote& quote : catalog_.quotes) {
    if (quote.id == request.quote_id && request.now < quote.expires_at) return &quote;
  }
  return nullptr;
}

Result<EmbeddedCommerce::Items, QuoteRefusal> EmbeddedCommerce::find_items(
    const checkout::QuoteRequest& request) const {
  Items items;
  items.reserve(request.lines.size());
  for (const checkout::QuoteLine& line : request.lines) {
    const auto found = by_id_.find(line.item_id);
    if (found == by_id_.end()) {
      return refused(QuoteRefusal{QuoteFailure::unknown_item, items.size()});
    }
    items.push_back(found->second);
  }
  return items;
}

void EmbeddedCommerce::price_lines(const checkout::QuoteRequest& request, const Items& items,
                                   const std::vector<Amount>& base_amounts,
                                   checkout::Quote& quote) const {
  const PriceQuote* const agreed = find_quote(request);
  auto discounts = checkout::apply_discounts(catalog_.discounts, request.discount_codes,
                                             base_amounts, request.buyer_logged_in);
  const bool taxed = request.ship_to && !request.tax_exempt;
  const std::int64_t rate = taxed ? tax_rate(catalog_.taxes, *request.ship_to) : 0;
  quote.lines.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const CatalogItem& item = *items[i];
    checkout::QuotedLine line;
    line.title = item.title;
    line.description = item.description;
    line.unit_amount = price_of(item, agreed);
    line.physical = !item.digital;
    line.tax_exempt = item.tax_exempt || request.tax_exempt;
    line.items_discount = discounts.line_discounts[i];
    const Amount taxable{base_amounts[i].minor - line.items_discount.minor};
    if (!item.tax_exempt) line.tax = fraction_half_up(taxable, rate, kMillion);
    quote.lines.push_back(std::move(line));
  }
  quote.applied = std::move(discounts.applied);
  quote.rejected = std::move(discounts.rejected);
}

void EmbeddedCommerce::add_stock(const Items& items, checkout::Quote& quote) const {
  std::vector<std::string> ids;
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i]->digital) continue;
    ids.push_back(items[i]->id);
    lines.push_back(i);
  }
  if (ids.empty()) return;
  const auto available = store_.available(ids);
  for (std::size_t i = 0; i < lines.size(); ++i) quote.lines[lines[i]].available = available[i];
}

void EmbeddedCommerce::add_options(const checkout::QuoteRequest& request, const Items& items,
                                   checkout::Quote& quote) const {
  auto digital = lines_where(items, [](const CatalogItem& item) { return item.digital; });
  const bool all_digital = digital.size() == items.size();
  if (!digital.empty()) {
    quote.options.push_back(option(FulfillmentType::digital, "digital", "Digital delivery",
                                   Amount{0}, std::move(digital)));
  }
  if (!request.ship_to || all_digital) return;
  const std::string& country = request.ship_to->country;
  bool served = false;
  const auto shipped = lines_where(items, [](const CatalogItem& item) { return item.ships; });
  for (const Rate& rate : catalog_.shipping) {
    if (!serves(rate, country)) continue;
    served = true;
    if (shipped.empty()) continue;
    quote.options.push_back(
        option(FulfillmentType::shipping, rate.id, rate.title, rate.amount, shipped));
  }
  quote.region_served = served;
  if (!served) return;
  auto picked_up = lines_where(items, [](const CatalogItem& item) { return item.picked_up; });
  if (catalog_.pickup && !picked_up.empty() &&
      catalog_.pickup->location.address.country == country) {
    quote.options.push_back(option(FulfillmentType::pickup, catalog_.pickup->id,
                                   catalog_.pickup->title, catalog_.pickup->amount,
                                   std::move(picked_up)));
    quote.options.back().location = catalog_.pickup->location;
  }
  auto delivered =
      lines_where(items, [](const CatalogItem& item) { return item.delivered_locally; });
  if (catalog_.local_delivery && !delivered.empty() && serves(*catalog_.local_delivery, country)) {
    const Rate& rate = *catalog_.local_delivery;
    quote.options.push_back(option(FulfillmentType::local_delivery, rate.id, rate.title,
                                   rate.amount, std::move(delivered)));
  }
}

}  // namespace till::commerce
