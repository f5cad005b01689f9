// Product: one thing that can be bought, as feeds and a shop's exports describe it. Of a product
// with variants each variant is one; they share a group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"

namespace till::products {

using Prices = std::map<std::string, Amount>;  // By currency, ISO 4217 in lower case.

// A price for a while; an end that is not told is open.
struct Sale {
  Prices prices;
  std::optional<Timestamp> from;
  std::optional<Timestamp> until;
  bool operator==(const Sale&) const = default;
};

// What makes a variant the one it is: Colour, Blue.
struct Option {
  std::string name;
  std::string value;
  bool operator==(const Option&) const = default;
};

enum class Condition : std::uint8_t { fresh, refurbished, used };  // `new` is a word of C++.

// What the seller says; whether there are pieces, the stock says.
enum class Availability : std::uint8_t { in_stock, out_of_stock, preorder, backorder };

// As feeds spell them: "new", "in_stock". Read without case, blanks for underscores; nothing for
// any other text.
std::string_view name_of(Condition condition);
std::string_view name_of(Availability availability);
std::optional<Condition> condition_of(std::string_view text);
std::optional<Availability> availability_of(std::string_view text);

// Of what is told of a product, wherever it comes from.
struct ProductBounds {
  static constexpr std::size_t kIdCharacters = 255;
  static constexpr std::size_t kNameCharacters = 500;
  static constexpr std::size_t kOptions = 20;
  static constexpr std::int64_t kMillimetres = 1'000'000;
  // Ten tons: a hundred lines of so many pieces still have a sum.
  static constexpr std::int64_t kGrams = 10'000'000;
  static constexpr std::int64_t kYears = 150;
};

struct Size {
  std::int64_t length_mm = 0;
  std::int64_t width_mm = 0;
  std::int64_t height_mm = 0;
  bool operator==(const Size&) const = default;
};

// How goods can be had.
struct Ways {
  bool shipping = false;
  bool pickup = false;
  bool local_delivery = false;
  bool operator==(const Ways&) const = default;
};

// Texts are UTF-8, trimmed, and empty only where that is said. What is not told is absent.
struct Product {
  std::string id;
  std::string title;
  std::optional<std::string> description;  // Plain text or Markdown; markup of HTML is taken out.
  std::optional<std::string> group;        // The same for all variants of one product.
  std::vector<Option> options;             // In the order of the source.
  Prices prices;                           // Never empty.
  std::optional<Sale> sale;
  std::optional<Availability> availability;
  std::optional<Timestamp> available_at;      // When a preorder or a backorder can be had.
  std::optional<std::int64_t> stock;          // Pieces; absent: the source does not count them.
  std::optional<Timestamp> stock_counted_at;  // When so many were there; only with a stock.
  std::optional<std::int64_t> max_per_order;
  std::optional<std::string> link;
  std::vector<std::string> pictures;  // The first is the main one.
  std::optional<std::string> brand;
  std::optional<std::string> gtin;
  std::optional<std::string> mpn;
  std::optional<std::string> category;  // "Home & Garden > Kitchen > Mugs"
  std::optional<Condition> condition;
  std::optional<std::int64_t> weight_grams;
  std::optional<Size> size;
  std::optional<std::string> shipping_class;
  std::optional<std::string> tax_class;
  std::optional<std::int64_t> least_age;  // Of the buyer, in years.
  std::optional<Ways> ways;               // Of goods; absent: whichever the shop has.
  bool digital = false;
  bool tax_exempt = false;  // Wherever it goes, whoever buys it.
  bool operator==(const Product&) const = default;
};

}  // namespace till::products
