// RemoteProducts: what the shop's own backend sells, as agents look at it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/product_catalog.h"
#include "base/clock.h"
#include "commerce/embedded/shown_products.h"
#include "commerce/remote/capabilities.h"
#include "commerce/remote/product_copy.h"

namespace till::commerce::remote {

// Any thread may call. All that is given must outlive it and every call.
class RemoteProducts final : public app::ProductCatalog {
 public:
  // `embedded` answers while the backend is known not to list products. Until it is known, and
  // until its products were read, there are none: nobody is shown what the shop may not sell.
  // The clock is that of the wall, by which sales begin and end.
  RemoteProducts(const Capabilities& capabilities, app::ProductCatalog& embedded,
                 const Clock& clock)
      : capabilities_(capabilities), embedded_(embedded), clock_(clock) {}

  app::ProductPage search(const app::ProductQuery& query, std::size_t skipped,
                          std::size_t most) override;
  app::ProductPage list(std::size_t skipped, std::size_t most) override;
  std::optional<app::Product> find(std::string_view id) override;

  // A copy with its index. Making it takes time, replacing by it does not.
  struct Shown {
    Shown(ProductCopy copy_, std::string currency);
    const ProductCopy copy;
    const ShownProducts products;
  };
  // For calls to come; null for none.
  void replace(std::shared_ptr<const Shown> next);
  // Null while nothing is there.
  std::shared_ptr<const Shown> shown() const;
  // The backend is known to list products.
  bool are_listed() const;
  // The backend is known to list none, so that the catalogue answers.
  bool asks_embedded() const;

 private:
  const Capabilities& capabilities_;
  app::ProductCatalog& embedded_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Shown> shown_;
};

}  // namespace till::commerce::remote
