#include "assembly/backends.h"

#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "commerce/embedded/catalog.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/embedded/embedded_products.h"

namespace till::assembly {
namespace {

Result<commerce::Catalog, std::string> load_catalog(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::string block(64 * 1024, '\0');
  while (file.read(block.data(), std::ssize(block)) || file.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(file.gcount()));
  }
  // A folder can be opened; that it cannot be read shows only now.
  if (!file.eof()) return refused("cannot read the catalogue " + path + "; mend [shop] catalog");
  auto catalog = commerce::parse_catalog(text);
  if (!catalog) return refused(path + ": " + catalog.error().text());
  return std::move(*catalog);
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

// The catalogue in a file.
class EmbeddedBackend final : public Backend {
 public:
  explicit EmbeddedBackend(std::string path) : path_(std::move(path)) {}

  Result<Offer, std::string> read() override {
    auto catalog = load_catalog(path_);
    if (!catalog) return refused(catalog.error());
    Offer offer{catalog->currencies(), stated_stock(*catalog), counts_of(*catalog), {}};
    const auto shared = std::make_shared<const commerce::Catalog>(std::move(*catalog));
    offer.serve = [this, shared](app::Store& store) { serve(*shared, store); };
    return offer;
  }

  app::Commerce& commerce() override { return *commerce_; }
  app::ProductCatalog& products() override { return *products_; }

 private:
  void serve(const commerce::Catalog& catalog, app::Store& store) {
    if (commerce_) {
      commerce_->replace(catalog);
      products_->replace(catalog);
      return;
    }
    commerce_.emplace(catalog, store);
    products_.emplace(catalog, store);
  }

  std::string path_;
  std::optional<commerce::EmbeddedCommerce> commerce_;
  std::optional<commerce::EmbeddedProducts> products_;
};

struct BackendRow {
  bool (*is_meant)(const cli::Config&);
  std::unique_ptr<Backend> (*make)(const cli::Config&);
};

// The first that the config means; the last one is there for every shop.
constexpr std::array kBackends{
    BackendRow{[](const cli::Config&) { return true; },
               [](const cli::Config& config) -> std::unique_ptr<Backend> {
                 return std::make_unique<EmbeddedBackend>(config.shop.catalog);
               }},
};

}  // namespace

std::string text_of(const OfferCounts& counts) {
  return std::to_string(counts.items) + " items, " + std::to_string(counts.ways) +
         " ways to get them, " + std::to_string(counts.taxes) + " tax rates, " +
         std::to_string(counts.discounts) + " discounts, " + std::to_string(counts.quotes) +
         " quotes";
}

std::unique_ptr<Backend> make_backend(const cli::Config& config) {
  for (const BackendRow& row : kBackends) {
    if (row.is_meant(config)) return row.make(config);
  }
  return kBackends.back().make(config);
}

}  // namespace till::assembly
