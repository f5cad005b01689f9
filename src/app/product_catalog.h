// ProductCatalog: what the shop sells, for agents that look around.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "checkout/fulfillment.h"

namespace till::app {

struct Product {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  std::map<std::string, Amount> prices;  // By currency, ISO 4217 in lower case.
  bool in_stock = false;
  std::vector<checkout::FulfillmentType> fulfillment = {};
};

struct ProductPage {
  std::vector<Product> products;
  std::size_t total = 0;  // How many there are on all pages.
};

// Implementations may be called from any thread and never block on disk.
class ProductCatalog {
 public:
  virtual ~ProductCatalog() = default;
  // Products that hold every word of the query in title, description or id, or begin so, the best
  // first; all of them, in the order of the catalogue, for a query without words. Gives `most`
  // behind the first `skipped`.
  virtual ProductPage search(std::string_view query, std::size_t skipped, std::size_t most) = 0;
  // Nothing when it is not sold.
  virtual std::optional<Product> find(std::string_view id) = 0;
};

}  // namespace till::app
