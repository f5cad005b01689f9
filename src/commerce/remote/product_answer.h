// A page of the shop's products, as docs/backend/schemas/products.json has it. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "commerce/embedded/catalog.h"
#include "commerce/remote/answer_fault.h"
#include "json/value.h"

namespace till::commerce::remote {

struct RemoteProduct {
  CatalogItem item;       // `id` alone when it is removed.
  bool in_stock = false;  // Needs no stock, or has some.
  bool removed = false;   // The shop sells it no more.
  std::size_t bytes = 0;  // About what keeping it takes.
  bool operator==(const RemoteProduct&) const = default;
};

// A product that is of no use, or a member of it.
struct BadProduct {
  std::string id;     // Empty: there is none that can be read.
  std::string place;  // On its page.
  AnswerFault fault;  // Its own place begins at the product.
};

struct ProductPage {
  std::vector<RemoteProduct> products;
  std::vector<BadProduct> bad;
  std::optional<std::string> next;  // The cursor of the next page; nothing: this is the last.
  std::vector<BadProduct> incomplete =
      {};  // In `products`, but without a link or GTIN that is none.
};

// A product with a fault is left out and told beside the others; only a page that is none at all
// is refused. Members that nobody knows are passed over.
Result<ProductPage, AnswerFault> read_products(json::Value answer);

}  // namespace till::commerce::remote
