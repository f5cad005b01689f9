#include "commerce/embedded/embedded_products.h"

#include <utility>

namespace till::commerce {

EmbeddedProducts::EmbeddedProducts(const Catalog& catalog, app::Stock& stock, ImportedFile file,
                                   const Clock* clock)
    : stock_(stock),
      clock_(clock),
      shown_(std::make_shared<const ImportedProducts>(catalog, std::move(file))) {}

void EmbeddedProducts::replace(const Catalog& catalog, ImportedFile file) {
  auto next = std::make_shared<const ImportedProducts>(catalog, std::move(file));
  const std::lock_guard lock(mutex_);
  shown_.swap(next);
}

std::shared_ptr<const ImportedProducts> EmbeddedProducts::shown() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

app::ProductPage EmbeddedProducts::search(const app::ProductQuery& query, std::size_t skipped,
                                          std::size_t most) {
  return shown()->search(query, skipped, most, seen());
}

app::ProductPage EmbeddedProducts::list(std::size_t skipped, std::size_t most) {
  return shown()->list(skipped, most, seen());
}

std::optional<app::Product> EmbeddedProducts::find(std::string_view id) {
  return shown()->find(id, seen());
}

}  // namespace till::commerce
