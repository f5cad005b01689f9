#include "commerce/embedded/shelf.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "commerce/embedded/options.h"

namespace till::commerce {
namespace {

constexpr std::size_t kRecentBytes = 16 << 20;

using checkout::QuoteFailure;
using checkout::QuoteRefusal;

// Nobody pays more for having seen a feed.
ItemPrice honoring(ItemPrice price, const checkout::QuoteLine& line) {
  if (line.honored) price.amount = std::min(price.amount, *line.honored);
  return price;
}

std::optional<ItemPrice> price_of(const CatalogItem& item, const PriceQuote* agreed,
                                  const checkout::QuoteLine& line, const std::string& currency,
                                  Timestamp now) {
  if (agreed != nullptr) {
    const auto price = agreed->prices.find(item.id);
    const auto amount = price == agreed->prices.end() ? std::nullopt : price->second.in(currency);
    if (amount) return ItemPrice{*amount, {}};
  }
  const auto price = price_at(item, currency, now);
  return price ? std::optional(honoring(*price, line)) : std::nullopt;
}

std::vector<Amount> costs_after(const Shelf::Lines& lines,
                                const checkout::DiscountOutcome& discounts) {
  std::vector<Amount> costs;
  costs.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    costs.push_back({lines[i].base.minor - discounts.line_discounts[i].minor});
  }
  return costs;
}

}  // namespace

Shelf::Shelf(Catalog catalog, ImportedFile file)
    : catalog_(std::move(catalog)),
      file_(std::move(file)),
      recent_(file_ ? kRecentBytes : 0),
      taxes_(catalog_.taxes, catalog_.tax_settings) {
  by_id_.reserve(catalog_.items.size());
  for (const CatalogItem& item : catalog_.items) by_id_.emplace(item.id, &item);
  for (const PriceQuote& quote : catalog_.quotes) quotes_.emplace(quote.id, &quote);
  for (const std::string& currency : currencies_of(catalog_, file_)) {
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

const PriceQuote* Shelf::find_quote(const checkout::QuoteRequest& request) const {
  if (!request.quote_id) return nullptr;
  const auto found = quotes_.find(*request.quote_id);
  if (found == quotes_.end()) return nullptr;
  const PriceQuote& quote = *found->second;
  const bool holds = request.now < quote.expires_at && quote.agents.include(request.agent) &&
                     quote.buyers.include(request.buyer);
  return holds ? &quote : nullptr;
}

// The id is kept as a digest: the store need not hold what prices are had for.
checkout::DiscountUse Shelf::use_of(const PriceQuote& quote) {
  return {"quote:" + to_hex(sha256_of_parts({"quote", quote.id})), quote.uses};
}

ShelfLine Shelf::priced(const checkout::QuoteRequest& request, std::size_t line, ShelfLine found,
                        const ItemPrice& stated, TaxView& taxes) const {
  ShelfLine priced = std::move(found);
  const CatalogItem& item = *priced.item;
  priced.unit_amount = stated.amount;
  priced.list_amount = stated.list_amount;
  priced.taxed = goods_of(catalog_, request, line, item);
  if (item.tax_exempt) return priced;
  const TaxedPrice price = taxes.price(stated.amount, priced.taxed);
  priced.unit_amount = price.amount;
  if (stated.list_amount) {
    priced.list_amount = taxes.price(*stated.list_amount, priced.taxed).amount;
  }
  priced.holds_tax = price.holds_tax;
  return priced;
}

Result<ShelfLine, QuoteFailure> Shelf::find(const std::string& id) const {
  ShelfLine line;
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) line.item = found->second;
  if (line.item != nullptr || !file_) return line;
  line.imported = recent_.find(id);
  if (!line.imported) {
    const auto product = file_->find(id);
    if (!product) return refused(QuoteFailure::unavailable);
    if (!*product) return line;
    line.imported = std::make_shared<const CatalogItem>(item_of(**product, catalog_));
    recent_.put(line.imported);
  }
  line.item = line.imported.get();
  return line;
}

Result<Shelf::Lines, QuoteRefusal> Shelf::find_lines(const checkout::QuoteRequest& request,
                                                     const PriceQuote* agreed,
                                                     TaxView& taxes) const {
  if (!request.lines_stand && !discounts_.contains(request.currency)) {
    return refused(QuoteRefusal{QuoteFailure::unsupported_currency, 0});
  }
  Lines lines(request.lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto found = find(request.lines[i].item_id);
    if (!found) return refused(QuoteRefusal{found.error(), i});
    const bool known = found->item != nullptr;
    const auto price =
        known ? price_of(*found->item, agreed, request.lines[i], request.currency, request.now)
              : std::nullopt;
    if (price) {
      lines[i] = priced(request, i, std::move(*found), *price, taxes);
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

void Shelf::price_lines(const Lines& lines, Timestamp now, checkout::DiscountOutcome discounts,
                        TaxView& taxes, checkout::Quote& quote) const {
  if (discounts.order_discount > Amount{0}) {
    taxes.share_discount(shares_of(discounts.order_discount, costs_after(lines, discounts)));
  }
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
    line.max_per_order = item.max_per_order;
    line.tax_exempt = item.tax_exempt;
    line.disclosures = item.disclosures;
    line.links = item.links;
    line.facts = checkout::facts_at(item.facts, now);
    line.list_amount = lines[i].list_amount;
    line.items_discount = discounts.line_discounts[i];
    if (line.tax_exempt) continue;
    line.tax_place = taxes.place(lines[i].taxed.at);
    if (lines[i].taxed.at == nullptr) continue;
    const Amount off{line.items_discount.minor + taxes.untaxed_share(i).minor};
    const Amount paid{lines[i].base.minor - off.minor};
    const checkout::LineTax tax = taxes.on({paid, lines[i].holds_tax}, lines[i].taxed);
    line.tax = tax.tax;
    line.included_tax = tax.included_tax;
    line.exempted = tax.exempted;
  }
  quote.applied = std::move(discounts.applied);
  quote.rejected = std::move(discounts.rejected);
  quote.uses = std::move(discounts.uses);
}

void Shelf::add_options(const checkout::QuoteRequest& request, const Lines& lines, TaxView& taxes,
                        checkout::Quote& quote) const {
  std::vector<const CatalogItem*> items;
  items.reserve(lines.size());
  for (const ShelfLine& line : lines) items.push_back(line.item);
  commerce::add_options(catalog_, request, items, taxes, quote);
}

}  // namespace till::commerce
