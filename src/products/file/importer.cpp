#include "products/file/importer.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "json/value.h"
#include "products/product_json.h"

namespace till::products {

Importer::Importer(ImportSettings settings, std::shared_ptr<const ProductFile> old,
                   std::unique_ptr<ProductFileWriter> writer)
    : settings_(std::move(settings)), old_(std::move(old)), writer_(std::move(writer)) {}

Result<std::unique_ptr<Importer>, std::string> Importer::begin(ImportSettings settings) {
  std::shared_ptr<const ProductFile> old;
  std::error_code unknown;
  if (std::filesystem::exists(settings.path, unknown)) {
    auto opened = ProductFile::open(settings.path);
    if (!opened) return refused(opened.error());
    old = std::move(*opened);
  }
  auto writer = ProductFileWriter::begin(settings.path);
  if (!writer) return refused(writer.error());
  return std::unique_ptr<Importer>(
      new Importer(std::move(settings), std::move(old), std::move(*writer)));
}

FeedSink Importer::sink(const std::string& source) {
  return {
      [this, source](Product product, std::size_t line) { take(source, std::move(product), line); },
      [this, source](FeedFault fault) {
        const std::size_t line = fault.line;
        tell_bad(source, std::move(fault), line);
      },
      [this, source](FeedFault fault) {
        settings_.tell({source, std::move(fault), true});
      },
      [this](std::size_t rows) { counts_.passed_over += static_cast<std::int64_t>(rows); }};
}

void Importer::tell_bad(const std::string& source, FeedFault fault, std::size_t line) {
  fault.line = line;
  ++counts_.bad;
  settings_.tell({source, std::move(fault), false});
}

void Importer::take(const std::string& source, Product product, std::size_t line) {
  if (failed_) return;
  if (product.stock && !product.stock_counted_at) product.stock_counted_at = settings_.counted_at;
  if (auto fault = fault_of(product)) return tell_bad(source, std::move(*fault), line);
  if (auto fault = settings_.objection(product)) return tell_bad(source, std::move(*fault), line);
  switch (writer_->add(product)) {
    case Added::added: return count(product);
    case Added::twice:
      return tell_bad(source,
                      {line, "id",
                       "There is a row with the id " + product.id +
                           " above. Give each product an id of its own, or leave one row out."},
                      line);
    case Added::failed: failed_ = true;
  }
}

void Importer::count(const Product& product) {
  const auto before = old_ ? old_->print_of(product.id) : std::nullopt;
  if (!before) {
    ++counts_.came;
  } else if (*before == writer_->last_print()) {
    ++counts_.same;
  } else {
    ++counts_.changed;
  }
}

Result<void, std::string> Importer::conclude() {
  if (!old_) return {};
  const std::int64_t others = old_->facts().products - counts_.changed - counts_.same;
  if (!settings_.update) {
    counts_.went = others;
    return {};
  }
  counts_.kept = others;
  json::Document document;
  bool fine = true;
  const bool read = old_->each([&](std::string_view id, std::string_view text) {
    if (writer_->holds(id)) return true;
    const auto root = document.parse(text);
    ProductFaults faults;
    fine = root.has_value();
    if (!fine) return false;
    const json::Node node(*root, faults);
    const Product product = read_product(node, "");
    fine = !faults.found();
    failed_ = failed_ || (fine && writer_->add(product) != Added::added);
    return fine && !failed_;
  });
  if (read && fine) return {};
  return refused("cannot read " + settings_.path +
                 ", which is to be updated; import the whole shop without --update");
}

Result<void, std::string> Importer::put_in_place(Timestamp now, const std::string& source) {
  return writer_->put_in_place(now, source);
}

}  // namespace till::products
