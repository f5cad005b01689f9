// Any bytes as Till's own lines of products: what leaves of them as a feed is read back by Till's
// own readers, as many products as were shown; and a push of it is one line of JSON that tells
// nothing twice.
#include "feed_fuzz.h"
#include "products/listings/listing_formats.h"
#include "products/listings/pushed_line.h"

namespace till::products {
namespace {

Listing listing_of(const Product& product, bool for_sale) {
  const auto& [currency, price] = *product.prices.begin();
  Listing listing{product, currency, price, {}, for_sale};
  const auto sale = product.sale ? product.sale->prices.find(currency) : product.prices.end();
  if (product.sale && sale != product.sale->prices.end() && sale->second < price) {
    listing.list_price = price;
    listing.price = sale->second;
  }
  return listing;
}

void check_push(const std::string& text) {
  if (text.empty()) return;
  const PushLine line = push_line(text, nullptr);
  TILL_ENSURE(!line.pushed.id.empty());
  TILL_ENSURE(push_line(text, &line.pushed) == line);
  const PushLine gone = gone_line(line.pushed);
  TILL_ENSURE(gone_line(gone.pushed) == gone);
}

void check_listing(const Listing& listing) {
  const ListingShop shop{"Shop", "https://shop.example", "US", "Brand", true};
  for (const ListingFormat& format : listing_formats()) {
    std::string text = format.head(shop);
    std::size_t refused = 0;
    const std::size_t shown = format.append({&listing, 1}, shop, text, [&](const auto& fault) {
      TILL_ENSURE(fault.product == listing.product.id && !fault.sentence.empty());
      refused += fault.left_out ? 0 : 1;
    });
    TILL_ENSURE(shown == (refused == 0 ? 1U : 0U));
    if (format.name == "acp") check_push(text);
    text += format.tail();
    // Readers take no price of 0, and a title for HTML.
    const bool plain = listing.product.title.find_first_of("<&") == std::string::npos;
    if (shown == 0 || listing.price == Amount{0} || !plain) continue;
    // One reader takes both forms of Google's.
    const std::string_view reader = format.name == "google-xml" ? "google" : format.name;
    const FuzzedFeed back =
        feed_pieces(*feed_format(reader), text, text.size(), [](const Product&) {});
    TILL_ENSURE(!back.refused && back.products.size() == shown);
  }
}

}  // namespace
}  // namespace till::products

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace till::products;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const FuzzedFeed fed = feed_pieces(*feed_format("till"), bytes, size, [](const Product&) {});
  for (const Product& product : fed.products) check_listing(listing_of(product, size % 2 == 0));
  return 0;
}
