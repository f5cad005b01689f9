// Imported: a product of an import as an item of the catalogue, which says how it is brought and
// taxed. Private to commerce.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/ports/stock.h"
#include "commerce/embedded/catalog.h"
#include "products/feeds/feed_reader.h"
#include "products/file/product_file.h"

namespace till::commerce {

// Null: nothing was imported.
using ImportedFile = std::shared_ptr<const products::ProductFile>;

// By the ways of the catalogue, or those of them that the product names; not by one with a rate by
// weight that does not know its weight.
CatalogItem item_of(const products::Product& product, const Catalog& catalog);

// Looks at many products.
class ImportRules {
 public:
  // The catalogue must outlive it. Nothing was counted later than now.
  ImportRules(const Catalog& catalog, Timestamp now);
  // Why the catalogue cannot sell it, if so: it has an item of that id, or no such class, or a rate
  // that needs a weight.
  std::optional<products::FeedFault> objection(const products::Product& product) const;

 private:
  const Catalog& catalog_;
  const Timestamp now_;
  std::set<std::string, std::less<>> ids_;
  std::set<std::string, std::less<>> tax_classes_;
};

// An item of the catalogue that was imported as well; a sentence when the file cannot be read.
Result<std::optional<std::string>, std::string> item_in_both(const Catalog& catalog,
                                                             const products::ProductFile& file);

// What the catalogue names and neither it nor the file has, a sentence each, the first ten; or a
// sentence when the file cannot be read. A product that went may come back: nothing is refused.
Result<std::vector<std::string>, std::string> items_in_neither(const Catalog& catalog,
                                                               const products::ProductFile& file);

// Those of the catalogue and of the file, each once.
std::vector<std::string> currencies_of(const Catalog& catalog, const ImportedFile& file);

// The stock that the file states.
class ImportedPieces final : public app::StatedPieces {
 public:
  explicit ImportedPieces(ImportedFile file) : file_(std::move(file)) {}
  std::optional<std::int64_t> stated(const std::string& item_id) const override;
  std::optional<Timestamp> counted_at(const std::string& item_id) const override;

 private:
  const ImportedFile file_;
};

}  // namespace till::commerce
