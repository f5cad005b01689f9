#include "commerce/embedded/shop_listings.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "commerce/embedded/item_prices.h"
#include "commerce/item_terms.h"

namespace till::commerce {

using products::Listing;
using products::PlacedProduct;
using products::Product;

namespace {

constexpr std::int64_t kListedPage = 64;  // Whoever quotes meanwhile waits for a page.

// Where the variants of groups stand, for a file that does not know it; without the groups' names.
class GroupPlaces {
 public:
  void add(const std::string& group, std::int64_t place) {
    all_.emplace_back(products::number_of_id(group), place);
  }
  void sort() { std::sort(all_.begin(), all_.end()); }

  // As products::ProductFile has them.
  Result<std::vector<std::int64_t>, std::string> of(const std::string& group) const {
    const std::uint64_t number = products::number_of_id(group);
    std::vector<std::int64_t> places;
    for (auto at = first(number); at != all_.end() && at->first == number; ++at) {
      places.push_back(at->second);
    }
    return places;
  }
  std::optional<std::int64_t> first_of(const std::string& group) const {
    const std::uint64_t number = products::number_of_id(group);
    const auto at = first(number);
    return at != all_.end() && at->first == number ? std::optional(at->second) : std::nullopt;
  }

 private:
  using Place = std::pair<std::uint64_t, std::int64_t>;
  std::vector<Place>::const_iterator first(std::uint64_t number) const {
    return std::lower_bound(all_.begin(), all_.end(), Place{number, 0});
  }
  std::vector<Place> all_;
};

// A product and the item that checkout sells it as.
struct Sold {
  Product product;
  CatalogItem item;
};

products::ListingFault called_as_group(std::string id) {
  return {std::move(id), "id",
          "A group of variants is called as this product. Give one another name.", false};
}

// The places of items, variants of one product together where the first of them stands.
std::vector<std::vector<std::size_t>> products_of(const std::vector<CatalogItem>& items,
                                                  const products::TellListing& unsold) {
  std::vector<std::vector<std::size_t>> products;
  std::unordered_map<std::string_view, std::size_t> groups;
  for (std::size_t at = 0; at < items.size(); ++at) {
    const checkout::SharedFacts& facts = items[at].facts;
    if (facts && facts->group) {
      const auto [known, added] = groups.emplace(*facts->group, products.size());
      if (!added) {
        products[known->second].push_back(at);
        continue;
      }
    }
    products.push_back({at});
  }
  std::erase_if(products, [&](const std::vector<std::size_t>& places) {
    const CatalogItem& item = items[places.front()];
    const bool grouped = item.facts && item.facts->group;
    if (grouped || !groups.contains(item.id)) return false;
    unsold(called_as_group(item.id));
    return true;
  });
  return products;
}

// One pass over the shop.
class Pass {
 public:
  Pass(const std::string& currency, Timestamp now, const FreePieces& free, const ListingSink& sink)
      : currency_(currency), now_(now), free_(free), sink_(sink) {}

  Result<void, std::string> tell_items(const std::vector<CatalogItem>& items) {
    for (const std::vector<std::size_t>& places : products_of(items, sink_.unsold)) {
      Together variants;
      for (const std::size_t at : places) {
        auto added = add({product_of(items[at]), items[at]}, variants);
        if (!added || ended_) return added;
      }
      if (auto told = flush(variants); !told || ended_) return told;
    }
    return {};
  }

  Result<void, std::string> tell_file(const Catalog& catalog, const products::ProductFile& file) {
    if (ended_) return {};
    catalog_ = &catalog;
    file_ = &file;
    if (!file.knows_groups()) {
      if (auto looked = look_for_groups(); !looked) return looked;
    }
    const std::int64_t all = file.facts().products;
    return pages([this, all](const PlacedProduct& each) {
      if (sink_.progress && each.place % kListedPage == 0) sink_.progress(each.place, all);
      return tell_placed(each);
    });
  }

 private:
  template <class Take>
  Result<void, std::string> pages(const Take& take) {
    std::int64_t place = 0;
    while (!ended_) {
      const auto page = file_->page(place, static_cast<std::size_t>(kListedPage));
      if (!page) return refused(page.error());
      if (page->empty()) return {};
      place = page->back().place;
      for (const PlacedProduct& each : *page) {
        if (auto taken = take(each); !taken || ended_) return taken;
      }
    }
    return {};
  }

  Result<void, std::string> look_for_groups() {
    const auto look = [this](const PlacedProduct& each) -> Result<void, std::string> {
      if (each.product.group) groups_.add(*each.product.group, each.place);
      return {};
    };
    if (auto looked = pages(look); !looked) return looked;
    groups_.sort();
    return {};
  }

  Result<std::optional<std::int64_t>, std::string> first_of(const std::string& group) const {
    if (file_->knows_groups()) return file_->first_of_group(group);
    return groups_.first_of(group);
  }

  Result<void, std::string> tell_placed(const PlacedProduct& placed) {
    const Product& product = placed.product;
    const auto first = first_of(product.group.value_or(product.id));
    if (!first) return refused(first.error());
    if (product.group) {
      if (*first != placed.place) return {};  // They were told with the first.
      return tell_group(*product.group);
    }
    if (*first) {
      sink_.unsold(called_as_group(product.id));
      return {};
    }
    Together alone;
    if (auto added = add({product, item_of(product, *catalog_)}, alone); !added) return added;
    return flush(alone);
  }

  // Variants that are told together, and whether others of them were told before.
  struct Together {
    std::vector<Sold> variants;
    bool told = false;
  };

  Result<void, std::string> add(Sold sold, Together& group) {
    group.variants.push_back(std::move(sold));
    if (group.variants.size() < kMostVariantsListed) return {};
    return flush(group);
  }
  Result<void, std::string> flush(Together& group) {
    return tell(std::exchange(group.variants, {}), group.told);
  }

  // Two groups whose names have one number are told one after the other.
  Result<void, std::string> tell_group(const std::string& name) {
    const auto places = file_->knows_groups() ? file_->places_of_group(name) : groups_.of(name);
    if (!places) return refused(places.error());
    std::map<std::string, Together> groups;
    std::vector<std::string> names;
    for (const std::int64_t place : *places) {
      auto product = file_->at(place);
      if (!product) return refused(product.error());
      const auto [group, added] = groups.try_emplace(*product->group);
      if (added) names.push_back(group->first);
      CatalogItem item = item_of(*product, *catalog_);
      auto done = add({std::move(*product), std::move(item)}, group->second);
      if (!done || ended_) return done;
    }
    for (const std::string& each : names) {
      if (auto done = flush(groups[each]); !done || ended_) return done;
    }
    return {};
  }

  Result<void, std::string> tell(std::vector<Sold> variants, bool& told_before) {
    if (variants.empty()) return {};
    std::vector<StatedItem> stated;
    stated.reserve(variants.size());
    for (const Sold& each : variants) stated.push_back({each.item.id, each.item.stock});
    const auto pieces = free_(stated);
    if (!pieces) return refused(pieces.error());
    std::vector<Listing> listings;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      auto listing = listing_of(std::move(variants[i].product), variants[i].item,
                                {currency_, now_, (*pieces)[i]}, sink_.unsold);
      if (listing) listings.push_back(std::move(*listing));
    }
    if (!listings.empty()) ended_ = !sink_.product(listings, !std::exchange(told_before, true));
    return {};
  }

  const std::string& currency_;
  const Catalog* catalog_ = nullptr;  // These two once there is a file.
  const products::ProductFile* file_ = nullptr;
  const Timestamp now_;
  const FreePieces& free_;
  const ListingSink& sink_;
  GroupPlaces groups_;
  bool ended_ = false;
};

void take_facts(const checkout::ItemFacts& facts, Product& product) {
  product.group = facts.group;
  for (const auto& [name, value] : facts.options) product.options.push_back({name, value});
  product.brand = facts.brand;
  product.gtin = facts.gtin;
  product.mpn = facts.mpn;
  product.category = facts.category;
  if (facts.condition) product.condition = product_condition(*facts.condition);
  if (const auto& size = facts.size) {
    product.size = {size->length_mm, size->width_mm, size->height_mm};
  }
  if (facts.later) {
    product.availability = *facts.later == checkout::LaterSupply::preorder
                               ? products::Availability::preorder
                               : products::Availability::backorder;
  }
  product.available_at = facts.available_at;
  product.least_age = facts.least_age;
}

}  // namespace

Product product_of(const CatalogItem& item) {
  Product product;
  product.id = item.id;
  product.title = item.title;
  product.description = item.description;
  product.prices = item.unit_amount.by_currency();
  if (item.sale)
    product.sale = {item.sale->prices.by_currency(), item.sale->from, item.sale->until};
  product.max_per_order = item.max_per_order;
  product.link = item.links.page;
  product.pictures = item.links.images;
  product.shipping_class = item.shipping_class;
  product.digital = item.digital;
  product.tax_exempt = item.tax_exempt;
  if (item.facts) take_facts(*item.facts, product);
  product.weight_grams = item.weight_grams;
  return product;
}

std::optional<Listing> listing_of(Product product, const CatalogItem& item, const ListedAt& at,
                                  const products::TellListing& unsold) {
  const auto price = price_at(item, at.currency, at.now);
  if (!price) {
    unsold({product.id, "unit_amount",
            "It has no price in " + at.currency + ", the shop's currency. Give it one.", false});
    return std::nullopt;
  }
  if (!item.digital && !item.ships && !item.picked_up && !item.delivered_locally) {
    unsold({product.id, "fulfillment", "Nothing brings it to a buyer. Say what it weighs.", false});
    return std::nullopt;
  }
  return Listing{std::move(product), at.currency, price->amount, price->list_amount,
                 item.digital || at.pieces > 0};
}

Result<void, std::string> ShopListings::each(Timestamp now, const FreePieces& free,
                                             const ListingSink& sink) const {
  Pass pass(currency_, now, free, sink);
  auto told = pass.tell_items(*items_);
  if (!told || file_ == nullptr) return told;
  return pass.tell_file(*catalog_, *file_);
}

Result<std::vector<std::int64_t>, std::string> pieces_as_stated(std::span<const StatedItem> items) {
  std::vector<std::int64_t> pieces;
  pieces.reserve(items.size());
  for (const StatedItem& item : items) pieces.push_back(item.stated);
  return pieces;
}

}  // namespace till::commerce
