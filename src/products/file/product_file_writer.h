// ProductFileWriter: writes a product file beside its place and puts it there in one step.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "products/file/product_file.h"
#include "products/file/sqlite.h"

namespace till::products {

enum class Added : std::uint8_t { added, twice, failed };

// One thread. What it writes is a file of the same name with ".new" behind it; it is taken away
// unless it was put in its place.
class ProductFileWriter {
 public:
  // Refused with a sentence when the folder cannot be written, or another import is at it.
  static Result<std::unique_ptr<ProductFileWriter>, std::string> begin(
      const std::string& path, IdNumber number = number_of_id);
  ~ProductFileWriter();
  ProductFileWriter(const ProductFileWriter&) = delete;
  ProductFileWriter& operator=(const ProductFileWriter&) = delete;

  // Twice: there is one with that id already, which stays.
  Added add(const Product& product);
  // Is there one with that id?
  bool holds(std::string_view id);
  // What was made of the JSON of the product that was added last, see ProductFile::print_of().
  std::uint64_t last_print() const { return last_print_; }
  std::int64_t products() const { return products_; }

  // The end of the products. Refused with a sentence, and the file that was there stays, also when
  // the disk is full.
  Result<void, std::string> put_in_place(Timestamp made_at, std::string source);

 private:
  ProductFileWriter(std::string path, IdNumber number, int descriptor);
  bool prepare();
  void close();
  bool insert(const Product& product);
  bool conclude(FileFacts facts);
  bool write_ids();
  bool write_variants();
  bool write_tags(Timestamp now);
  void bind_sale(const std::optional<Sale>& sale);
  std::string failure() const;

  struct Place {
    std::int64_t place;
    std::uint64_t print;
  };
  const std::string path_;
  const std::string beside_;
  const IdNumber number_;
  int descriptor_;  // Locked, so that no other import writes it.
  DatabaseHandle database_;
  Query product_, words_, id_;
  std::unordered_multimap<std::uint64_t, Place> places_;         // By the number of the id.
  std::vector<std::pair<std::int64_t, std::int64_t>> variants_;  // Number of the group, and place.
  std::set<std::string> currencies_;
  std::string json_, prices_, sale_;  // Used again for each product.
  std::int64_t products_ = 0;
  std::uint64_t last_print_ = 0;
  bool failed_ = false;
};

}  // namespace till::products
