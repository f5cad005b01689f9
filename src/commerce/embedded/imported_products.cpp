#include "commerce/embedded/imported_products.h"

#include <algorithm>
#include <utility>

namespace till::commerce {
namespace {

Catalog without_items(Catalog catalog) {
  catalog.items.clear();
  return catalog;
}

std::pair<std::size_t, bool> rank(const RankedItem& item) { return {item.words, item.in_stock}; }

// An item of the merged list: of which of the two, and which one.
struct Either {
  RankedItem item;
  bool imported = false;
};

std::vector<Either> merge(RankedItems own, RankedItems imported) {
  // What holds all the words keeps away what holds only some.
  if (own.all_words != imported.all_words && !own.items.empty() && !imported.items.empty()) {
    (own.all_words ? imported : own).items.clear();
  }
  std::vector<Either> all;
  all.reserve(own.items.size() + imported.items.size());
  auto next = imported.items.begin();
  for (const RankedItem& item : own.items) {
    while (next != imported.items.end() && rank(*next) > rank(item)) all.push_back({*next++, true});
    all.push_back({item, false});
  }
  while (next != imported.items.end()) all.push_back({*next++, true});
  return all;
}

}  // namespace

ImportedProducts::ImportedProducts(const Catalog& catalog, ImportedFile file)
    : ways_(without_items(catalog)),
      shown_(catalog.items, catalog.currency),
      file_(std::move(file)) {}

// A digital item needs no stock.
InStock ImportedProducts::stock_of_items(const Seen& seen) const {
  return [this, &stock = seen.stock](const std::vector<std::size_t>& places) {
    const auto& items = shown_.items();
    std::vector<std::string> ids;
    ids.reserve(places.size());
    for (const std::size_t at : places) ids.push_back(items[at].id);
    const std::vector<std::int64_t> available = stock.available(ids);
    std::vector<bool> all;
    for (std::size_t i = 0; i < places.size(); ++i) {
      all.push_back(items[places[i]].digital || available[i] > 0);
    }
    return all;
  };
}

std::vector<bool> ImportedProducts::in_stock(const std::vector<products::FoundProduct>& found,
                                             const Seen& seen) const {
  std::vector<std::string> ids;
  ids.reserve(found.size());
  for (const products::FoundProduct& each : found) ids.push_back(each.id);
  const auto recorded = seen.stock.recorded(ids);
  std::vector<bool> all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    all.push_back(found[i].digital || recorded[i].value_or(found[i].stated) > 0);
  }
  return all;
}

app::Product ImportedProducts::product(const products::Product& product, bool in_stock,
                                       Timestamp now) const {
  return product_of(item_of(product, ways_), in_stock, now);
}

void ImportedProducts::add(const RankedItem& item, const Seen& seen, app::ProductPage& page) const {
  const auto found = file_->at(static_cast<std::int64_t>(item.at));
  if (!found) return;
  page.products.push_back(product(*found, item.in_stock, seen.now));
  page.products.back().other_variants = item.other_variants;
}

RankedItems ImportedProducts::ranked_imports(const app::ProductQuery& query,
                                             const Seen& seen) const {
  RankedItems ranked;
  if (!file_) return ranked;
  std::optional<products::PriceSpan> price;
  if (query.price) {
    const std::string& currency = query.price->currency;
    price = {currency.empty() ? shown_.currency() : currency,
             query.price->least.value_or(Amount{0}).minor,
             query.price->most.value_or(Amount{kAmountMax}).minor, seen.now};
  }
  const auto found = file_->search(query.words, price);
  if (!found) return ranked;
  ranked.all_words = found->all_words;
  const std::vector<bool> stocked = in_stock(found->products, seen);
  for (std::size_t i = 0; i < stocked.size(); ++i) {
    if (!stocked[i] && query.in_stock) continue;
    const products::FoundProduct& each = found->products[i];
    ranked.items.push_back(
        {static_cast<std::size_t>(each.place), each.words, stocked[i], each.group});
  }
  std::stable_sort(
      ranked.items.begin(), ranked.items.end(),
      [](const RankedItem& left, const RankedItem& right) { return rank(left) > rank(right); });
  if (query.join_variants) join_variants(ranked.items);
  return ranked;
}

app::ProductPage ImportedProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                          std::size_t most, const Seen& seen) const {
  RankedItems own = shown_.ranked(query, stock_of_items(seen), seen.now);
  RankedItems imported = ranked_imports(query, seen);
  const bool all_words = own.items.empty() && file_ ? imported.all_words
                         : imported.items.empty()   ? own.all_words
                                                    : own.all_words || imported.all_words;
  const std::vector<Either> all = merge(std::move(own), std::move(imported));
  app::ProductPage page{{}, all.size(), all_words};
  for (std::size_t i = skipped; i < all.size() && i - skipped < most; ++i) {
    if (all[i].imported) {
      add(all[i].item, seen, page);
    } else {
      page.products.push_back(shown_.product(all[i].item, seen.now));
    }
  }
  return page;
}

app::ProductPage ImportedProducts::list(std::size_t skipped, std::size_t most,
                                        const Seen& seen) const {
  app::ProductPage page = shown_.list(skipped, most, stock_of_items(seen), seen.now);
  if (!file_) return page;
  const std::size_t own = page.total;
  page.total += static_cast<std::size_t>(file_->facts().products);
  const std::size_t more = std::min(most, page.total) - page.products.size();
  if (more == 0 || skipped >= page.total) return page;
  const auto found = file_->list(skipped > own ? skipped - own : 0, more);
  if (!found) return page;
  const std::vector<bool> stocked = in_stock(*found, seen);
  for (std::size_t i = 0; i < stocked.size(); ++i) {
    add({static_cast<std::size_t>((*found)[i].place), 0, stocked[i]}, seen, page);
  }
  return page;
}

void ImportedProducts::add_variants(app::Product& product, const Seen& seen) const {
  if (!product.facts || !product.facts->group) return;
  const auto variants = file_->of_group(*product.facts->group, app::kMostVariants + 1);
  if (!variants) return;
  product.more_variants = variants->size() > app::kMostVariants;
  const std::size_t most = std::min(variants->size(), app::kMostVariants);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < most; ++i) ids.push_back((*variants)[i].id);
  const auto recorded = seen.stock.recorded(ids);
  for (std::size_t i = 0; i < most; ++i) {
    const products::Product& each = (*variants)[i];
    const std::int64_t pieces = recorded[i].value_or(products::stated_pieces(each));
    product.variants.push_back(this->product(each, each.digital || pieces > 0, seen.now));
  }
}

std::optional<app::Product> ImportedProducts::find(std::string_view id, const Seen& seen) const {
  auto own = shown_.find(id, stock_of_items(seen), seen.now);
  if (own || !file_) return own;
  const auto found = file_->find(id);
  if (!found || !*found) return std::nullopt;
  const std::string name(id);
  const bool stocked = (*found)->digital || seen.stock.available({&name, 1}).front() > 0;
  app::Product shown = product(**found, stocked, seen.now);
  add_variants(shown, seen);
  return shown;
}

}  // namespace till::commerce
