#include "commerce/embedded/imported.h"

#include <algorithm>

#include "base/limits.h"
#include "commerce/embedded/catalog_tariff.h"
#include "commerce/embedded/tax_codes.h"
#include "commerce/embedded/taxes.h"

namespace till::commerce {

using products::FeedFault;
using products::Product;

Prices prices_of(const Product& product, Timestamp now) {
  std::map<std::string, Amount> amounts = product.prices;
  const auto& sale = product.sale;
  const bool on_sale =
      sale && (!sale->from || *sale->from <= now) && (!sale->until || now < *sale->until);
  if (on_sale) {
    for (const auto& [currency, amount] : sale->prices) amounts[currency] = amount;
  }
  return Prices::of(std::move(amounts));
}

CatalogItem item_of(const Product& product, const Catalog& catalog, Timestamp now) {
  CatalogItem item;
  item.id = product.id;
  item.title = product.title;
  item.description = product.description;
  item.unit_amount = prices_of(product, now);
  item.digital = product.digital;
  item.tax_exempt = product.tax_exempt;
  const auto& pictures = product.pictures;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(pictures.size(), limits::kImages));
  item.links = {{pictures.begin(), pictures.begin() + shown}, product.link};
  item.tax_class = folded_class(product.tax_class.value_or(""));
  item.stock = products::stated_pieces(product);
  item.max_per_order = product.max_per_order;
  if (product.digital) return item;
  item.shipping_class = product.shipping_class;
  if (product.weight_grams.value_or(0) > 0) item.weight_grams = product.weight_grams;
  item.ships = true;
  item.ships = !lacks_weight(catalog, item);
  return item;
}

ImportRules::ImportRules(const Catalog& catalog) : catalog_(catalog), tax_classes_{""} {
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
  if (product.digital) return std::nullopt;
  const auto& classes = catalog_.shipping_classes;
  if (product.shipping_class &&
      std::find(classes.begin(), classes.end(), *product.shipping_class) == classes.end()) {
    return FeedFault{0, "shipping_class",
                     "catalog.json has no shipping class " + *product.shipping_class +
                         ". Add it to shipping_classes, or mend the class."};
  }
  if (!item_of(product, catalog_, {}).ships) {
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

}  // namespace till::commerce
