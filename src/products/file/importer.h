// Importer: takes what the readers of sources tell, counts it against what was there, and puts a
// new product file in the place of the old one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "products/feeds/feed_reader.h"
#include "products/file/product_file.h"
#include "products/file/product_file_writer.h"
#include "products/import_rules.h"

namespace till::products {

// A row of a source that something is wrong with.
struct ImportFault {
  std::string source;
  FeedFault fault;
  bool left_out = false;  // The row is a product all the same.
};

struct ImportSettings {
  std::string path;     // Of the product file.
  bool update = false;  // The products that no source names stay.
  // What the shop has against a product, if anything.
  std::function<std::optional<FeedFault>(const Product&)> objection;
  std::function<void(const ImportFault&)> tell;  // Called in the order of the rows.
  // When the pieces of the sources were counted, where a source does not say it.
  std::optional<Timestamp> counted_at = {};
};

// One thread.
class Importer {
 public:
  // Refused with a sentence when the old file cannot be read or no new one can be written.
  static Result<std::unique_ptr<Importer>, std::string> begin(ImportSettings settings);

  // What the reader of a source is given, which must not outlive this.
  FeedSink sink(const std::string& source);
  // The new file cannot be written: what is told from now on is lost, put_in_place() says why.
  bool failed() const { return failed_; }

  // The end of all sources. From now on counts() are final. Refused with a sentence.
  Result<void, std::string> conclude();
  const ImportCounts& counts() const { return counts_; }
  // After conclude(), unless nothing is to be changed.
  Result<void, std::string> put_in_place(Timestamp now, const std::string& source);

 private:
  Importer(ImportSettings settings, std::shared_ptr<const ProductFile> old,
           std::unique_ptr<ProductFileWriter> writer);
  void take(const std::string& source, Product product, std::size_t line);
  void count(const Product& product);
  void tell_bad(const std::string& source, FeedFault fault, std::size_t line);

  const ImportSettings settings_;
  const std::shared_ptr<const ProductFile> old_;  // Null: there was none.
  const std::unique_ptr<ProductFileWriter> writer_;
  ImportCounts counts_;
  bool failed_ = false;
};

}  // namespace till::products
