#include "commerce/embedded/embedded_commerce.h"

#include <utility>

#include "commerce/embedded/asked_taxes.h"
#include "commerce/embedded/shelf.h"

namespace till::commerce {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRefusal;

void add_stock(app::Stock& stock, const Shelf::Lines& lines, checkout::Quote& quote) {
  std::vector<std::string> ids;
  std::vector<std::size_t> stocked;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].item == nullptr || lines[i].item->digital) continue;
    ids.push_back(lines[i].item->id);
    stocked.push_back(i);
  }
  if (ids.empty()) return;
  const auto recorded = stock.recorded(ids);
  for (std::size_t i = 0; i < stocked.size(); ++i) {
    // An imported item that nothing has moved has the pieces of its row, which was read just now.
    const ShelfLine& line = lines[stocked[i]];
    quote.lines[stocked[i]].available = recorded[i].value_or(line.imported ? line.item->stock : 0);
  }
}

}  // namespace

EmbeddedCommerce::EmbeddedCommerce(Catalog catalog, app::Stock& stock, ImportedFile file,
                                   app::TaxService* taxes)
    : stock_(stock),
      taxes_(taxes),
      shelf_(std::make_shared<const Shelf>(std::move(catalog), std::move(file))) {}

void EmbeddedCommerce::replace(Catalog catalog, ImportedFile file) {
  auto next = std::make_shared<const Shelf>(std::move(catalog), std::move(file));
  const std::lock_guard lock(mutex_);
  shelf_.swap(next);
}

std::shared_ptr<const Shelf> EmbeddedCommerce::shelf() const {
  const std::lock_guard lock(mutex_);
  return shelf_;
}

Task<checkout::QuoteResult> EmbeddedCommerce::quote(const checkout::QuoteRequest& request,
                                                    Executor& executor) {
  const std::shared_ptr<const Shelf> shop = shelf();
  const PriceQuote* agreed = shop->find_quote(request);
  if (agreed != nullptr) {
    const checkout::DiscountUse use = Shelf::use_of(*agreed);
    const auto used = co_await stock_.uses(std::vector<std::string>(1, use.key), executor);
    if (!used) co_return refused(QuoteRefusal{QuoteFailure::unavailable, 0});
    if (used->front() >= use.limit) agreed = nullptr;
  }
  if (request.quote_must_hold && request.quote_id && agreed == nullptr) {
    co_return refused(QuoteRefusal{QuoteFailure::unknown_quote, 0});
  }
  TaxView taxes = shop->taxes(request);
  const auto lines = shop->find_lines(request, agreed, taxes);
  if (!lines) co_return refused(lines.error());
  checkout::DiscountCart cart = shop->discount_cart(request, *lines);
  const std::vector<checkout::DiscountDefinition> known = shop->discounts(request);
  const std::vector<std::string> keys = checkout::counted_keys(known, cart);
  if (!keys.empty()) {
    auto counted = co_await stock_.uses(keys, executor);
    if (!counted) co_return refused(QuoteRefusal{QuoteFailure::unavailable, 0});
    for (std::size_t i = 0; i < keys.size(); ++i) cart.used[keys[i]] = (*counted)[i];
  }
  checkout::Quote quote;
  shop->price_lines(*lines, request.now, checkout::apply_discounts(known, cart), taxes, quote);
  if (agreed != nullptr) {
    quote.quote_expires_at = agreed->expires_at;
    quote.uses.push_back(Shelf::use_of(*agreed));
  }
  add_stock(stock_, *lines, quote);
  shop->add_options(request, *lines, taxes, quote);
  if (taxes_ != nullptr) {
    AskedTaxes asked(shop->tax_settings(), request, *lines, taxes, quote);
    const bool answered = co_await asked.ask(*taxes_, executor);
    if (!answered) co_return refused(QuoteRefusal{QuoteFailure::unavailable, 0});
  }
  co_return quote;
}

}  // namespace till::commerce
