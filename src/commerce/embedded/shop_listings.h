// ShopListings: everything that the shop sells, product by product, as checkout would quote it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/imported.h"
#include "products/listings/listing.h"

namespace till::commerce {

// The free pieces of items: of each its id and what is stated of it.
struct StatedItem {
  std::string id;
  std::int64_t stated = 0;
};
using FreePieces =
    std::function<Result<std::vector<std::int64_t>, std::string>(std::span<const StatedItem>)>;

// Who is told of listings.
struct ListingSink {
  // A product with its variants, at most kMostVariantsListed of them; more of them follow at once,
  // with `first` false. False ends it.
  std::function<bool(std::span<const products::Listing> variants, bool first)> product;
  // What checkout would not sell in that currency at all.
  products::TellListing unsold;
  // Called now and then: how many imported products were looked at, of how many.
  std::function<void(std::int64_t done, std::int64_t all)> progress = {};
};

// So many variants come at once.
inline constexpr std::size_t kMostVariantsListed = 2'000;

// Does not change; any thread may call. Holds variants that come at once, a page of other products,
// and 8 bytes for each variant of one product; for a file that an earlier till made 16 bytes for
// each variant of the shop.
class ShopListings {
 public:
  ShopListings(std::shared_ptr<const Catalog> catalog, ImportedFile file)
      : items_(catalog, &catalog->items),
        currency_(catalog->currency),
        catalog_(std::move(catalog)),
        file_(std::move(file)) {}
  // What somebody else sells and counts, priced in that currency of the feeds.
  ShopListings(std::shared_ptr<const std::vector<CatalogItem>> items, std::string currency)
      : items_(std::move(items)), currency_(std::move(currency)) {}

  // The free pieces are those that the items state: no store keeps any of them.
  bool state_pieces() const { return catalog_ == nullptr; }

  // The items, then what was imported, in its order; a product where its first variant stands.
  // Prices are those of that moment in the shop's currency. Refused with a sentence when the file
  // or the pieces cannot be read.
  Result<void, std::string> each(Timestamp now, const FreePieces& free,
                                 const ListingSink& sink) const;

 private:
  std::shared_ptr<const std::vector<CatalogItem>> items_;
  std::string currency_;
  std::shared_ptr<const Catalog> catalog_;  // Null: the items are somebody else's.
  ImportedFile file_;                       // None without a catalogue.
};

// The pieces that items state.
Result<std::vector<std::int64_t>, std::string> pieces_as_stated(std::span<const StatedItem> items);

struct ListedAt {
  std::string currency;  // The shop's.
  Timestamp now;
  std::int64_t pieces = 0;  // That are free; they count only for goods.
};

// The product as it is listed; nothing when checkout would not sell it then in that currency, which
// is told.
std::optional<products::Listing> listing_of(products::Product product, const CatalogItem& item,
                                            const ListedAt& at,
                                            const products::TellListing& unsold);

// An item of the catalogue as a product.
products::Product product_of(const CatalogItem& item);

}  // namespace till::commerce
