#include "commerce/remote/remote_products.h"

#include <utility>

namespace till::commerce::remote {
namespace {

std::vector<CatalogItem> items_of(const ProductCopy& copy) {
  std::vector<CatalogItem> items;
  items.reserve(copy.size());
  for (const RemoteProduct& each : copy) items.push_back(each.item);
  return items;
}

// Availability is the shop's: Till keeps no pieces of what it only shows.
InStock stock_of(const ProductCopy& copy) {
  return [&copy](const std::vector<std::size_t>& places) {
    std::vector<bool> all;
    all.reserve(places.size());
    for (const std::size_t at : places) all.push_back(copy[at].in_stock);
    return all;
  };
}

}  // namespace

RemoteProducts::Shown::Shown(ProductCopy copy_, std::string currency)
    : copy(std::move(copy_)), products(items_of(copy), std::move(currency)) {}

void RemoteProducts::replace(std::shared_ptr<const Shown> next) {
  const std::lock_guard lock(mutex_);
  shown_.swap(next);
}

std::shared_ptr<const RemoteProducts::Shown> RemoteProducts::shown() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

bool RemoteProducts::are_listed() const {
  const auto known = capabilities_.known();
  return known && known->products;
}

bool RemoteProducts::asks_embedded() const {
  const auto known = capabilities_.known();
  return known && !known->products;
}

app::ProductPage RemoteProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                        std::size_t most) {
  if (asks_embedded()) return embedded_.search(query, skipped, most);
  const auto all = shown();
  if (!all) return {};
  return all->products.search(query, skipped, most, stock_of(all->copy), clock_.now());
}

app::ProductPage RemoteProducts::list(std::size_t skipped, std::size_t most) {
  if (asks_embedded()) return embedded_.list(skipped, most);
  const auto all = shown();
  if (!all) return {};
  return all->products.list(skipped, most, stock_of(all->copy), clock_.now());
}

std::optional<app::Product> RemoteProducts::find(std::string_view id) {
  if (asks_embedded()) return embedded_.find(id);
  const auto all = shown();
  if (!all) return std::nullopt;
  return all->products.find(id, stock_of(all->copy), clock_.now());
}

}  // namespace till::commerce::remote
