#include "assembly/embedded_backend.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace till::assembly {

namespace {

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::string block(64 * 1024, '\0');
  while (file.read(block.data(), std::ssize(block)) || file.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(file.gcount()));
  }
  // A folder can be opened; that it cannot be read shows only now.
  return file.eof() ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

commerce::TaxSource tax_source_of(const cli::Config& config) {
  return config.tax.is_asked() ? commerce::TaxSource::service : commerce::TaxSource::catalogue;
}

Result<commerce::Catalog, std::string> load_catalog(const std::string& path,
                                                    commerce::OtherItems others,
                                                    commerce::TaxSource taxes) {
  const auto text = read_file(path);
  if (!text) return refused("cannot read the catalogue " + path + "; mend [shop] catalog");
  const auto folder = std::filesystem::path(path).parent_path();
  auto catalog = commerce::parse_catalog(
      *text, [&folder](const std::string& name) { return read_file(folder / name); }, others,
      taxes);
  if (!catalog) return refused(path + ": " + catalog.error().text());
  return std::move(*catalog);
}

namespace {

bool is_there(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::exists(path, unknown);
}

OfferCounts counts_of(const commerce::Catalog& catalog) {
  const std::size_t ways =
      catalog.shipping.size() + catalog.pickup.size() + catalog.local_delivery.size();
  return {std::ssize(catalog.items), static_cast<std::int64_t>(ways), std::ssize(catalog.taxes),
          std::ssize(catalog.discounts), std::ssize(catalog.quotes)};
}

std::vector<app::Stock::StatedStock> stated_stock(const commerce::Catalog& catalog) {
  std::vector<app::Stock::StatedStock> stock;
  for (const commerce::CatalogItem& item : catalog.items) {
    if (!item.digital) stock.push_back({item.id, item.stock});
  }
  return stock;
}

}  // namespace

Result<commerce::ImportedFile, std::string> load_products(const std::string& path,
                                                          const commerce::Catalog& catalog) {
  if (!is_there(path)) return commerce::ImportedFile();
  auto file = products::ProductFile::open(path);
  if (!file) return refused(file.error());
  const auto twice = commerce::item_in_both(catalog, **file);
  if (!twice) return refused(twice.error());
  if (*twice) {
    return refused("the item " + **twice + " is in the catalogue and was imported into " + path +
                   "; take it out of one of them");
  }
  return std::move(*file);
}

Result<Offer, std::string> EmbeddedBackend::read() {
  const bool imported = is_there(products_path_);
  auto catalog = load_catalog(path_, imported ? commerce::OtherItems::imported : others_, source_);
  if (!catalog) return refused(catalog.error());
  return read_products(std::make_shared<const commerce::Catalog>(std::move(*catalog)));
}

Result<Offer, std::string> EmbeddedBackend::read_products(
    std::shared_ptr<const commerce::Catalog> catalog) {
  auto file = load_products(products_path_, *catalog);
  if (!file) return refused(file.error());
  Offer offer{commerce::currencies_of(*catalog, *file),
              stated_stock(*catalog),
              counts_of(*catalog),
              {},
              std::make_shared<commerce::ImportedPieces>(*file)};
  if (*file) {
    offer.counts.items += (*file)->facts().products;
    auto warnings = commerce::items_in_neither(*catalog, **file);
    if (!warnings) return refused(warnings.error());
    offer.warnings = std::move(*warnings);
    (*file)->when_broken([&log = log_](const std::string& sentence) {
      log.write(LogLevel::error, "products_broken", {{"error", std::string_view(sentence)}});
    });
  }
  offer.serve = [this, shared = std::move(catalog), file = std::move(*file)](app::Store& store) {
    serve(shared, file, store);
  };
  return offer;
}

void EmbeddedBackend::serve(const std::shared_ptr<const commerce::Catalog>& catalog,
                            const commerce::ImportedFile& file, app::Store& store) {
  catalogue_ = catalog;
  listings_.emplace(catalog, file);
  if (commerce_) {
    commerce_->replace(*catalog, file);
    products_->replace(*catalog, file);
    return;
  }
  commerce_.emplace(*catalog, store, file, taxes_);
  products_.emplace(*catalog, store, file, &clock_);
}

}  // namespace till::assembly
