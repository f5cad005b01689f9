#include "commerce/embedded/embedded_commerce.h"

#include <utility>

#include "commerce/embedded/options.h"

namespace till::commerce {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRefusal;

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
  const auto items = find_items(request);
  if (!items) co_return refused(items.error());
  std::vector<Amount> base_amounts;
  base_amounts.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto base = checked_product((*items)[i]->unit_amount, request.lines[i].quantity);
    if (!base) co_return refused(QuoteRefusal{QuoteFailure::amount_too_large, i});
    base_amounts.push_back(*base);
  }
  checkout::Quote quote;
  price_lines(request, *items, base_amounts, quote);
  add_stock(*items, quote);
  add_options(catalog_, request, *items, quote);
  co_return quote;
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
  auto discounts = checkout::apply_discounts(catalog_.discounts, request.discount_codes,
                                             base_amounts, request.buyer_logged_in);
  quote.lines.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const CatalogItem& item = *items[i];
    checkout::QuotedLine line;
    line.title = item.title;
    line.description = item.description;
    line.unit_amount = item.unit_amount;
    line.physical = !item.digital;
    line.tax_exempt = item.tax_exempt;
    line.items_discount = discounts.line_discounts[i];
    const Amount taxable{base_amounts[i].minor - line.items_discount.minor};
    if (!item.tax_exempt) {
      line.tax = tax_on(catalog_, taxable, destination_of(catalog_, request, i));
    }
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

}  // namespace till::commerce
