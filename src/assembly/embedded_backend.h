// EmbeddedBackend: the catalogue in a file, and what was imported beside it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "assembly/backends.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/embedded/embedded_products.h"

namespace till::assembly {

// Or what is wrong with the file, and what to do about it.
Result<commerce::Catalog, std::string> load_catalog(const std::string& path,
                                                    commerce::OtherItems others,
                                                    commerce::TaxSource taxes);

// Whose tax rates hold in the shop of that config.
commerce::TaxSource tax_source_of(const cli::Config& config);

// What was imported; null when nothing was. Or what is wrong: the file is broken, or the catalogue
// has an item that it holds as well.
Result<commerce::ImportedFile, std::string> load_products(const std::string& path,
                                                          const commerce::Catalog& catalog);

class EmbeddedBackend final : public Backend {
 public:
  // The catalogue, and what was imported beside it, if anything. With `others` imported, products
  // come later if there are none. Clock, log and who is asked for taxes must outlive it, and all
  // that it gives.
  EmbeddedBackend(std::string catalog, std::string products, const Clock& clock, Log& log,
                  commerce::TaxSource source = commerce::TaxSource::catalogue,
                  app::TaxService* taxes = nullptr,
                  commerce::OtherItems others = commerce::OtherItems::none)
      : path_(std::move(catalog)),
        products_path_(std::move(products)),
        clock_(clock),
        log_(log),
        source_(source),
        taxes_(taxes),
        others_(others) {}

  Result<Offer, std::string> read() override;
  app::Commerce& commerce() override { return *commerce_; }
  app::ProductCatalog& products() override { return *products_; }
  Listings listings() const override { return listings_; }
  std::shared_ptr<const commerce::Catalog> catalogue() const override { return catalogue_; }
  Result<Offer, std::string> read_products(
      std::shared_ptr<const commerce::Catalog> catalog) override;

 private:
  void serve(const std::shared_ptr<const commerce::Catalog>& catalog,
             const commerce::ImportedFile& file, app::Store& store);

  const std::string path_;
  const std::string products_path_;
  const Clock& clock_;
  Log& log_;
  const commerce::TaxSource source_;
  app::TaxService* const taxes_;
  const commerce::OtherItems others_;
  std::shared_ptr<const commerce::Catalog> catalogue_;  // As it is served.
  std::optional<commerce::EmbeddedCommerce> commerce_;
  std::optional<commerce::EmbeddedProducts> products_;
  std::optional<commerce::ShopListings> listings_;
};

}  // namespace till::assembly
