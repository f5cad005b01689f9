// ProductFile: what the shop sells, as one import left it: a file that never changes. The next
// import puts another one in its place; who has this one open keeps it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "products/file/file_search.h"
#include "products/product.h"

namespace till::products {

// The beginning of its SHA-256.
std::uint64_t print_of_text(std::string_view text);

// Where a product lies is looked up by a number made of its id. Two ids may share one.
std::uint64_t number_of_id(std::string_view id);
using IdNumber = std::uint64_t (*)(std::string_view id);

struct FileFacts {
  std::int64_t products = 0;
  std::vector<std::string> currencies;  // In which any product has a price.
  Timestamp made_at;
  std::string source;  // The names of what it was made from.
  bool operator==(const FileFacts&) const = default;
};

// How many pieces the source says there are. One that it does not count can always be had, unless
// it says that there are none: so many that nobody buys them all.
std::int64_t stated_pieces(const Product& product);

struct PlacedProduct {
  std::int64_t place = 0;
  Product product;
};

// Any thread may call; a call reads a few pages, mostly from memory. Everything may fail for a
// broken disk, with a sentence.
class ProductFile {
 public:
  // Refused with a sentence also when it is no such file, or of a newer till.
  static Result<std::shared_ptr<const ProductFile>, std::string> open(
      const std::string& path, IdNumber number = number_of_id);
  ~ProductFile();

  // Whom to tell, once, that it cannot be read any more, with the sentence. Before others call it.
  void when_broken(std::function<void(const std::string& sentence)> tell) const {
    tell_broken_ = std::move(tell);
  }

  const FileFacts& facts() const { return facts_; }
  const std::string& path() const { return path_; }

  // Nothing when it holds no such product.
  Result<std::optional<Product>, std::string> find(std::string_view id) const;
  // The stated pieces alone; those of a digital product as well.
  Result<std::optional<std::int64_t>, std::string> stated(std::string_view id) const;
  // When they were counted; nothing where nobody says it.
  Result<std::optional<Timestamp>, std::string> counted_at(std::string_view id) const;
  Result<Product, std::string> at(std::int64_t place) const;
  // The first `most` products of the group, in the order of the file; none in a file that an
  // earlier till made.
  Result<std::vector<Product>, std::string> of_group(std::string_view group,
                                                     std::size_t most) const;
  // Does it know where the variants of a group are? Not when an earlier till made it: then the next
  // ones find nothing.
  bool knows_groups() const;
  // Where the first product of the group is, or the first of all groups whose names share its
  // number. Nothing when no group is called so.
  Result<std::optional<std::int64_t>, std::string> first_of_group(std::string_view group) const;
  // Where all of them are, in order.
  Result<std::vector<std::int64_t>, std::string> places_of_group(std::string_view group) const;
  // `most` products behind the first `skipped`, in the order of the file.
  Result<std::vector<FoundProduct>, std::string> list(std::size_t skipped, std::size_t most) const;
  // At most so many products behind that place, in the order of the file; 0 is before the first.
  Result<std::vector<PlacedProduct>, std::string> page(std::int64_t after, std::size_t most) const;
  // As FileSearch has it.
  Result<FoundProducts, std::string> search(std::string_view words,
                                            const std::optional<PriceSpan>& price) const;

  // For an import: each product in the order of the file, as it is stored, until `take` gives
  // false. False after an error.
  bool each(const std::function<bool(std::string_view id, std::string_view json)>& take) const;
  // What was made of the JSON of the product with that id, if it is there.
  std::optional<std::uint64_t> print_of(std::string_view id) const;

 private:
  struct Lookup;
  ProductFile(std::string path, IdNumber number);
  Result<void, std::string> open();
  std::string broken() const;
  Result<std::vector<std::int64_t>, std::string> places(std::string_view group,
                                                        std::int64_t most) const;
  template <class Value, class Read>
  Result<std::optional<Value>, std::string> look_up(std::string_view id, const Read& read) const;

  const std::string path_;
  const IdNumber number_;
  FileFacts facts_;
  std::unique_ptr<Lookup> lookup_;  // A lookup never waits for a search.
  std::unique_ptr<FileSearch> search_;
  mutable std::function<void(const std::string&)> tell_broken_;
  mutable std::atomic<bool> told_broken_ = false;
};

}  // namespace till::products
