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
#include "checkout/item_facts.h"
#include "checkout/web_links.h"

namespace till::app {

struct Product {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  std::map<std::string, Amount> prices;  // By currency, ISO 4217 in lower case.
  bool in_stock = false;
  std::vector<checkout::FulfillmentType> fulfillment = {};
  checkout::WebLinks links = {};
  checkout::SharedFacts facts = {};
  std::map<std::string, Amount> list_prices = {};  // While it is on sale for less.
  // All of its group, itself too, in the order of the catalogue; only of a product that was looked
  // up, and kMostVariants at the most.
  std::vector<Product> variants = {};
  bool more_variants = false;
  // How many others of its group a search found that joins them.
  std::size_t other_variants = 0;
};

inline constexpr std::size_t kMostVariants = 50;

struct ProductPage {
  std::vector<Product> products;
  std::size_t total = 0;  // How many there are on all pages.
  // False: no product has all the words; these have some of them.
  bool all_words = true;
};

// Prices that fit, both ends included.
struct PriceRange {
  std::string currency = {};  // Empty: the shop's own.
  std::optional<Amount> least = {};
  std::optional<Amount> most = {};
};

// What is looked for: whatever is told must fit.
struct ProductQuery {
  std::string_view words = {};  // None: any product.
  bool in_stock = false;        // Only what can be had now.
  std::optional<PriceRange> price = {};
  bool join_variants = false;  // Of each group only the first that is found.
};

// Implementations may be called from any thread and never block on disk.
class ProductCatalog {
 public:
  virtual ~ProductCatalog() = default;
  // Products that hold every word in title, description or id, in one of its forms, or begin so;
  // when there is none, those that hold some of the words, first those that hold most. What is in
  // stock comes first, then the best match. Gives `most` behind the first `skipped`.
  virtual ProductPage search(const ProductQuery& query, std::size_t skipped, std::size_t most) = 0;
  // All of them, in the order of the catalogue.
  virtual ProductPage list(std::size_t skipped, std::size_t most) = 0;
  // With its variants. Nothing when it is not sold.
  virtual std::optional<Product> find(std::string_view id) = 0;
};

}  // namespace till::app
