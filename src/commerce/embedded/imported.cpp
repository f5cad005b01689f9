#include "commerce/embedded/imported.h"

#include <algorithm>

#include "base/limits.h"
#include "commerce/embedded/catalog_tariff.h"
#include "commerce/embedded/tax_codes.h"
#include "commerce/embedded/taxes.h"
#include "commerce/item_terms.h"

namespace till::commerce {

using products::FeedFault;
using products::Product;

namespace {

checkout::SharedFacts facts_of(const Product& product, const CatalogItem& item) {
  checkout::ItemFacts facts;
  facts.group = product.group;
  facts.options.reserve(product.options.size());
  for (const products::Option& each : product.options) {
    facts.options.push_back({each.name, each.value});
  }
  facts.brand = product.brand;
  facts.gtin = product.gtin;
  facts.mpn = product.mpn;
  facts.category = product.category;
  if (product.condition) facts.condition = item_condition(*product.condition);
  facts.weight_grams = item.weight_grams;
  if (product.size) {
    facts.size = {product.size->length_mm, product.size->width_mm, product.size->height_mm};
  }
  facts.later = later_supply(product.availability);
  facts.available_at = product.available_at;
  facts.max_per_order = product.max_per_order;
  if (product.least_age.value_or(0) > 0) facts.least_age = product.least_age;
  return checkout::SharedFacts(std::move(facts));
}

// Of those that the catalogue has, the ones that do not go by a weight which nobody knows.
void set_ways(const products::Ways& ways, const Catalog& catalog, CatalogItem& item) {
  item.picked_up = ways.pickup && !catalog.pickup.empty();
  item.ships = ways.shipping && !needs_weight(catalog.shipping, item);
  item.delivered_locally = ways.local_delivery && !catalog.local_delivery.empty() &&
                           !needs_weight(catalog.local_delivery, item);
}

// Why nothing brings it as it asks for, if so. What the shop does not offer is no fault of the row.
bool misses_weight(const Product& product, const CatalogItem& item, const Catalog& catalog) {
  const bool asked = product.ways.has_value();
  const products::Ways ways = product.ways.value_or(products::Ways{true, true, false});
  return (ways.shipping && needs_weight(catalog.shipping, item)) ||
         (asked && ways.local_delivery && needs_weight(catalog.local_delivery, item));
}

}  // namespace

CatalogItem item_of(const Product& product, const Catalog& catalog) {
  CatalogItem item;
  item.id = product.id;
  item.title = product.title;
  item.description = product.description;
  item.unit_amount = Prices::of(product.prices);
  if (const auto& sale = product.sale) {
    item.sale = ItemSale{Prices::of(sale->prices), sale->from, sale->until};
  }
  item.digital = product.digital;
  item.tax_exempt = product.tax_exempt;
  const auto& pictures = product.pictures;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(pictures.size(), limits::kImages));
  item.links = {{pictures.begin(), pictures.begin() + shown}, product.link};
  item.tax_class = folded_class(product.tax_class.value_or(""));
  item.stock = products::stated_pieces(product);
  item.max_per_order = product.max_per_order;
  if (!product.digital) {
    item.shipping_class = product.shipping_class;
    if (product.weight_grams.value_or(0) > 0) item.weight_grams = product.weight_grams;
    set_ways(product.ways.value_or(products::Ways{true, true, true}), catalog, item);
  }
  item.facts = facts_of(product, item);
  return item;
}

ImportRules::ImportRules(const Catalog& catalog, Timestamp now)
    : catalog_(catalog), now_(now), tax_classes_{""} {
  for (const CatalogItem& item : catalog.items) ids_.insert(item.id);
  for (const TaxRate& rate : catalog.taxes) tax_classes_.insert(rate.tax_class);
}

std::optional<FeedFault> ImportRules::objection(const Product& product) const {
  if (ids_.contains(product.id)) {
    return FeedFault{0, "id",
                     "catalog.json sells an item with the id " + product.id +
                         ". Take it out there, or leave it out here."};
  }
  const std::string tax_class = folded_class(product.tax_class.value_or(""));
  if (catalog_.tax_settings.asked_elsewhere) {
    if (!tax_code_of(catalog_.tax_settings, tax_class)) {
      return FeedFault{0, "tax_class",
                       *product.tax_class +
                           " is no tax code, nor is it among the tax_codes of "
                           "catalog.json. Add it there, or mend the class."};
    }
  } else if (!tax_classes_.contains(tax_class)) {
    return FeedFault{0, "tax_class",
                     "No tax rate of catalog.json has the class " + *product.tax_class +
                         ". Add one, or mend the class."};
  }
  if (product.stock_counted_at > now_) {
    return FeedFault{
        0, "stock_counted_at",
        "The count lies in the future. Look at its offset from UTC, and at the clock."};
  }
  if (product.digital) return std::nullopt;
  const auto& classes = catalog_.shipping_classes;
  if (product.shipping_class &&
      std::find(classes.begin(), classes.end(), *product.shipping_class) == classes.end()) {
    return FeedFault{0, "shipping_class",
                     "catalog.json has no shipping class " + *product.shipping_class +
                         ". Add it to shipping_classes, or mend the class."};
  }
  if (misses_weight(product, item_of(product, catalog_), catalog_)) {
    return FeedFault{0, "weight_grams",
                     "A rate by weight brings this product. Say what it weighs."};
  }
  return std::nullopt;
}

Result<std::optional<std::string>, std::string> item_in_both(const Catalog& catalog,
                                                             const products::ProductFile& file) {
  for (const CatalogItem& item : catalog.items) {
    const auto stated = file.stated(item.id);
    if (!stated) return refused(stated.error());
    if (*stated) return item.id;
  }
  return std::nullopt;
}

Result<std::vector<std::string>, std::string> items_in_neither(const Catalog& catalog,
                                                               const products::ProductFile& file) {
  constexpr std::size_t kTold = 10;
  std::vector<std::string> sentences;
  for (const NamedItem& named : catalog.named_elsewhere) {
    if (sentences.size() == kTold) break;
    const auto stated = file.stated(named.id);
    if (!stated) return refused(stated.error());
    if (*stated) continue;
    sentences.push_back(named.place + " names " + named.id +
                        ", which is no item of the catalogue and was not imported");
  }
  return sentences;
}

std::vector<std::string> currencies_of(const Catalog& catalog, const ImportedFile& file) {
  std::vector<std::string> all = catalog.currencies();
  if (!file) return all;
  for (const std::string& currency : file->facts().currencies) {
    if (std::find(all.begin(), all.end(), currency) == all.end()) all.push_back(currency);
  }
  return all;
}

// A file that cannot be read sells nothing that was not sold before.
std::optional<std::int64_t> ImportedPieces::stated(const std::string& item_id) const {
  return file_ ? file_->stated(item_id).value_or(std::nullopt) : std::nullopt;
}

std::optional<Timestamp> ImportedPieces::counted_at(const std::string& item_id) const {
  return file_ ? file_->counted_at(item_id).value_or(std::nullopt) : std::nullopt;
}

}  // namespace till::commerce
