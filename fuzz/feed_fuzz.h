// Any bytes as a feed of a format: refused, or read to products that keep every bound, and the same
// ones however the bytes come in pieces. What a refused source told until then may be anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "base/url.h"
#include "base/utf8.h"
#include "products/feeds/feed_formats.h"
#include "products/feeds/feed_text.h"
#include "products/feeds/row_reader.h"

namespace till::products {

struct FuzzedFeed {
  std::vector<Product> products;
  std::vector<FeedFault> faults;
  bool refused = false;
  bool operator==(const FuzzedFeed&) const = default;
};

inline void check_text(std::string_view text, std::size_t most) {
  TILL_ENSURE(!text.empty() && is_utf8(text));
  TILL_ENSURE(first_characters(text, most).size() == text.size());
}

inline void check_text(const std::optional<std::string>& text, std::size_t most) {
  if (text) check_text(std::string_view(*text), most);
}

inline void check_price(const Prices& prices) {
  TILL_ENSURE(prices.size() == 1);
  for (const auto& [currency, amount] : prices) {
    TILL_ENSURE(currency.size() == 3 && amount > Amount{0} && amount <= Amount{kAmountMax});
  }
}

inline void check_product(const Product& product) {
  check_text(std::string_view(product.id), kMostIdBytes);
  check_text(std::string_view(product.title), kMostTitle);
  check_text(product.description, kMostDescription);
  check_text(product.group, kMostWord);
  check_text(product.brand, kMostWord);
  check_text(product.category, kMostCategory);
  check_price(product.prices);
  if (product.sale) {
    check_price(product.sale->prices);
    TILL_ENSURE(product.sale->prices.begin()->second < product.prices.begin()->second);
  }
  TILL_ENSURE(product.pictures.size() <= kMostPictures && product.options.size() <= kMostOptions);
  for (const std::string& picture : product.pictures) TILL_ENSURE(is_web_link(picture));
  for (const Option& option : product.options) {
    check_text(std::string_view(option.name), kMostWord);
    check_text(std::string_view(option.value), kMostWord);
  }
  TILL_ENSURE(!product.link || is_web_link(*product.link));
  TILL_ENSURE(!product.stock || *product.stock >= 0);
  TILL_ENSURE(!product.weight_grams || *product.weight_grams > 0);
}

using CheckProduct = void (*)(const Product& product);

inline FuzzedFeed feed_pieces(const FeedFormat& format, std::string_view bytes, std::size_t piece,
                              CheckProduct check) {
  FuzzedFeed fed;
  const auto keep = [&fed](const FeedFault& fault) {
    TILL_ENSURE(!fault.sentence.empty());
    fed.faults.push_back(fault);
  };
  const auto reader = format.make({.currency = "usd", .shop_url = "https://shop.example"},
                                  {[&fed, check](const Product& product, std::size_t) {
                                     check(product);
                                     fed.products.push_back(product);
                                   },
                                   keep, keep});
  while (!bytes.empty()) {
    const std::string part(bytes.substr(0, piece));
    if (!reader->take(part)) break;
    bytes.remove_prefix(part.size());
  }
  if (const auto end = reader->finish(); !end) {
    keep(end.error());
    fed = {.refused = true};
  }
  return fed;
}

inline int fuzz_feed(std::string_view format_name, const std::uint8_t* data, std::size_t size,
                     CheckProduct check = check_product) {
  if (size == 0) return 0;
  const FeedFormat& format = *feed_format(format_name);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const FuzzedFeed whole = feed_pieces(format, bytes, size, check);
  TILL_ENSURE(feed_pieces(format, bytes, 1 + data[size / 2] % 16, check) == whole);
  format_of(bytes);
  return 0;
}

}  // namespace till::products
