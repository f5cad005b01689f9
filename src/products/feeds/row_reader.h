// RowReader: the fields of one row of a feed become a product, by the rules that all formats share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "products/feeds/feed_numbers.h"
#include "products/feeds/feed_reader.h"
#include "products/product.h"

namespace till::products {

inline constexpr std::size_t kMostIdBytes = 100;  // Longer ones are no product: ids are not cut.
inline constexpr std::size_t kMostTitle = 300;    // In characters, as what follows.
inline constexpr std::size_t kMostDescription = 5'000;
inline constexpr std::size_t kMostWord = 200;  // Of brand, options, classes and the like.
inline constexpr std::size_t kMostCategory = 750;
inline constexpr std::size_t kMostPictures = 20;
inline constexpr std::size_t kMostOptions = 10;
inline constexpr std::int64_t kMostPieces = 1'000'000'000;

// A field as the source has it. Its text is valid UTF-8.
struct FeedField {
  std::string_view name;
  std::string_view text;
};

// What the source calls the fields that no product is without.
struct FeedNames {
  std::string_view id = "id";
  std::string_view title = "title";
  std::string_view price = "price";
};

// Each call reads one field. A text of blanks is none. Where two fields of a row say the same fact,
// the first counts. One row; `settings` outlives it.
class RowReader {
 public:
  RowReader(const FeedSettings& settings, std::size_t line, FeedNames names = {})
      : settings_(settings), line_(line), names_(names) {}

  void id(FeedField field);
  void title(FeedField field);
  void description(FeedField field);  // HTML or plain text.
  void link(FeedField field);
  void picture(FeedField field);
  void first_picture(FeedField field);
  void pictures(FeedField field);  // With commas between them.
  void price(FeedField field);
  void sale_price(FeedField field);
  void sale_dates(FeedField field);  // Begin and end with a slash between them.
  void sale_from(FeedField field);
  void sale_until(FeedField field);
  void availability(FeedField field);
  void available_at(FeedField field);
  void stock(FeedField field);
  void max_per_order(FeedField field);
  void condition(FeedField field);
  void brand(FeedField field);
  void gtin(FeedField field);
  void mpn(FeedField field);
  void category(FeedField field);        // A number of Google's taxonomy is none.
  void plain_category(FeedField field);  // Counts where category() found none.
  void group(FeedField field);
  void color(FeedField field) { option("Color", field); }
  void size(FeedField field) { option("Size", field); }
  void material(FeedField field) { option("Material", field); }
  void pattern(FeedField field) { option("Pattern", field); }
  void gender(FeedField field) { option("Gender", field); }
  void age_group(FeedField field) { option("Age group", field); }
  void option(std::string_view name, FeedField field);
  void weight(FeedField field);
  void weight_unit(FeedField field);  // Of a weight without one.
  void length(FeedField field) { side(0, field); }
  void width(FeedField field) { side(1, field); }
  void height(FeedField field) { side(2, field); }
  void parcel_length(FeedField field) { side(3, field); }  // Counts before length().
  void parcel_width(FeedField field) { side(4, field); }
  void parcel_height(FeedField field) { side(5, field); }
  void size_unit(FeedField field);
  void dimensions(FeedField field);  // "12x8x5 in"
  void shipping_class(FeedField field);
  void tax_class(FeedField field);
  void adult(FeedField field);
  void least_age(FeedField field);
  void digital(FeedField field);
  void needs_shipping(FeedField field);
  void taxable(FeedField field);

  // What a format found out by itself.
  void bad(std::string_view field, Sentence sentence);  // The row is no product; the first counts.
  void leave_out(std::string_view field, Sentence sentence);
  Product& draft() { return product_; }
  const Product& draft() const { return product_; }

  // The same facts for a further product, of which another row says more.
  RowReader at_line(std::size_t line) const;
  // What is read from here on stands in that line.
  void move_to(std::size_t line) { line_ = line; }

  // After the last field: tells the product and what was left out of it, or that the row is bad,
  // which is false.
  bool tell(const FeedSink& sink);
  // The same for who has not told yet.
  Result<Product, FeedFault> product();
  const std::vector<FeedFault>& left_out() const { return left_out_; }

 private:
  void words(FeedField field, std::size_t most, std::optional<std::string>& place);
  void side(std::size_t which, FeedField field);
  void moment(FeedField field, Day day, std::optional<Timestamp>& place);
  std::string shortened(FeedField field, std::string text, std::size_t most);
  void put_sale();
  void put_weight();
  void put_size();
  void put_stock();

  const FeedSettings& settings_;
  std::size_t line_;
  FeedNames names_;
  Product product_;
  std::vector<FeedFault> left_out_;
  std::optional<FeedFault> bad_;
  std::optional<Money> price_, sale_price_;
  std::optional<Timestamp> sale_from_, sale_until_;
  std::string sale_field_, stock_field_;
  bool sale_is_unclear_ = false;
  std::optional<std::string> plain_category_;
  std::string weight_, weight_field_, weight_unit_, size_unit_, size_field_;
  std::array<std::string, 6> sides_;
};

}  // namespace till::products
