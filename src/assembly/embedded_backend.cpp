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

Result<commerce::Catalog, std::string> load_catalog(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return refused("cannot read the catalogue " + path + "; mend [shop] catalog");
  const auto folder = std::filesystem::path(path).parent_path();
  auto catalog = commerce::parse_catalog(
      *text, [&folder](const std::string& name) { return read_file(folder / name); });
  if (!catalog) return refused(path + ": " + catalog.error().text());
  return std::move(*catalog);
}

namespace {

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

Result<Offer, std::string> EmbeddedBackend::read() {
  auto catalog = load_catalog(path_);
  if (!catalog) return refused(catalog.error());
  Offer offer{catalog->currencies(), stated_stock(*catalog), counts_of(*catalog), {}};
  const auto shared = std::make_shared<const commerce::Catalog>(std::move(*catalog));
  offer.serve = [this, shared](app::Store& store) { serve(*shared, store); };
  return offer;
}

void EmbeddedBackend::serve(const commerce::Catalog& catalog, app::Store& store) {
  if (commerce_) {
    commerce_->replace(catalog);
    products_->replace(catalog);
    return;
  }
  commerce_.emplace(catalog, store);
  products_.emplace(catalog, store);
}

}  // namespace till::assembly
