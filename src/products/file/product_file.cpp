#include "products/file/product_file.h"

#include <array>
#include <mutex>
#include <utility>

#include "base/limits.h"
#include "json/value.h"
#include "products/file/file_form.h"
#include "products/file/sqlite.h"
#include "products/product_json.h"

namespace till::products {
namespace {

constexpr const char* kPlaceOf =
    "SELECT p.place, p.stated, i.print, p.product FROM ids i JOIN products p ON p.place = i.place "
    "WHERE i.number = ?1 AND p.id = ?2";
constexpr const char* kVariants =
    "SELECT p.product FROM variants v JOIN products p ON p.place = v.place WHERE v.number = ?1 "
    "AND json_extract(p.product, '$.group') = ?2 ORDER BY v.place LIMIT ?3";
constexpr const char* kPlaces =
    "SELECT place FROM variants WHERE number = ?1 ORDER BY place LIMIT ?2";
constexpr const char* kPage =
    "SELECT p.place, p.id, p.stated, p.digital, 0 FROM products p WHERE p.place > ?1 "
    "ORDER BY p.place LIMIT ?2";
constexpr const char* kWholePage =
    "SELECT place, product FROM products WHERE place > ?1 ORDER BY place LIMIT ?2";

std::optional<Product> parse(json::Document& document, std::string_view text) {
  const auto root = document.parse(text);
  if (!root) return std::nullopt;
  ProductFaults faults;
  const json::Node node(*root, faults);
  Product product = read_product(node, "");
  return faults.found() ? std::nullopt : std::optional(std::move(product));
}

}  // namespace

std::int64_t stated_pieces(const Product& product) {
  if (product.stock) return *product.stock;
  return product.availability == Availability::out_of_stock ? 0 : limits::kQuantity;
}

// The stated pieces of what was looked up last: who quotes an item asks for its pieces at once.
class RecentPieces {
 public:
  std::optional<std::int64_t> find(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const Slot& slot = slots_[slot_of(id)];
    return slot.id == id ? std::optional(slot.pieces) : std::nullopt;
  }
  void put(std::string_view id, std::int64_t pieces) {
    const std::lock_guard lock(mutex_);
    Slot& slot = slots_[slot_of(id)];
    slot.id = id;
    slot.pieces = pieces;
  }

 private:
  static constexpr std::size_t kSlots = 1'024;
  struct Slot {
    std::string id;  // Empty: free; no product has that one.
    std::int64_t pieces = 0;
  };
  static std::size_t slot_of(std::string_view id) {
    return std::hash<std::string_view>()(id) % kSlots;
  }
  std::mutex mutex_;
  std::array<Slot, kSlots> slots_;
};

struct ProductFile::Lookup {
  std::mutex mutex;
  DatabaseHandle database;
  json::Document document;
  Query by_id, at_place, page, whole;
  std::optional<Query> variants, places;  // Unless the file has no table of them.
  RecentPieces pieces;
};

ProductFile::ProductFile(std::string path, IdNumber number)
    : path_(std::move(path)), number_(number) {}

ProductFile::~ProductFile() = default;

std::string ProductFile::broken() const {
  std::string sentence =
      "cannot read " + path_ + ": it is broken or the disk is; run till import again";
  if (tell_broken_ && !told_broken_.exchange(true)) tell_broken_(sentence);
  return sentence;
}

Result<std::shared_ptr<const ProductFile>, std::string> ProductFile::open(const std::string& path,
                                                                          IdNumber number) {
  const auto file = std::shared_ptr<ProductFile>(new ProductFile(path, number));
  if (auto opened = file->open(); !opened) return refused(opened.error());
  return std::shared_ptr<const ProductFile>(file);
}

Result<void, std::string> ProductFile::open() {
  auto opened = open_to_read(path_);
  if (!opened) return refused("cannot open " + path_ + ": " + opened.error());
  lookup_ = std::make_unique<Lookup>();
  lookup_->database = std::move(*opened);
  auto facts = read_facts(lookup_->database);
  if (!facts) return refused(path_ + " " + facts.error());
  facts_ = std::move(*facts);
  if (!execute(lookup_->database, kReadPragmas)) return refused(broken());
  sqlite3* const database = lookup_->database.get();
  lookup_->by_id = Query(database, kPlaceOf);
  lookup_->at_place = Query(database, "SELECT product FROM products WHERE place = ?1");
  lookup_->page = Query(database, kPage);
  if (products::knows_groups(database)) {
    lookup_->variants.emplace(database, kVariants);
    lookup_->places.emplace(database, kPlaces);
  }
  lookup_->whole = Query(database, kWholePage);
  auto apart = open_to_read(path_);
  if (!apart || !execute(*apart, kReadPragmas)) return refused(broken());
  search_ = std::make_unique<FileSearch>(std::move(*apart));
  return {};
}

Result<FoundProducts, std::string> ProductFile::search(
    std::string_view words, const std::optional<PriceSpan>& price) const {
  auto found = search_->search(words, price);
  if (!found) return refused(broken());
  return std::move(*found);
}

// `read` takes the row of kPlaceOf, and gives nothing when it cannot be read.
template <class Value, class Read>
Result<std::optional<Value>, std::string> ProductFile::look_up(std::string_view id,
                                                               const Read& read) const {
  const std::lock_guard lock(lookup_->mutex);
  Query& query = lookup_->by_id;
  const QueryEnd end(query);
  query.bind(1, static_cast<std::int64_t>(number_(id))).bind(2, id);
  if (!query.step()) {
    if (query.failed()) return refused(broken());
    return std::nullopt;
  }
  std::optional<Value> value = read(query);
  if (!value) return refused(broken());
  return value;
}

Result<std::optional<Product>, std::string> ProductFile::find(std::string_view id) const {
  const auto text = look_up<std::string>(id, [this, id](const Query& row) {
    lookup_->pieces.put(id, row.integer(1));
    return std::optional(std::string(row.text(3)));
  });
  if (!text) return refused(text.error());
  if (!*text) return std::nullopt;
  // Others may look up meanwhile.
  thread_local json::Document document;
  auto product = parse(document, **text);
  if (!product) return refused(broken());
  return product;
}

Result<std::optional<std::int64_t>, std::string> ProductFile::stated(std::string_view id) const {
  if (const auto pieces = lookup_->pieces.find(id)) return pieces;
  return look_up<std::int64_t>(id, [this, id](const Query& row) {
    lookup_->pieces.put(id, row.integer(1));
    return std::optional(row.integer(1));
  });
}

// Most products are of no count, and told by their text alone.
Result<std::optional<Timestamp>, std::string> ProductFile::counted_at(std::string_view id) const {
  using Moment = std::optional<Timestamp>;
  const auto found = look_up<Moment>(id, [this](const Query& row) -> std::optional<Moment> {
    const std::string_view text = row.text(3);
    if (text.find("\"stock_counted_at\"") == std::string_view::npos) return Moment();
    const auto product = parse(lookup_->document, text);
    if (!product) return std::nullopt;
    return product->stock_counted_at;
  });
  if (!found) return refused(found.error());
  return found->value_or(Moment());
}

std::optional<std::uint64_t> ProductFile::print_of(std::string_view id) const {
  return look_up<std::uint64_t>(id,
                                [](const Query& row) {
                                  return std::optional(static_cast<std::uint64_t>(row.integer(2)));
                                })
      .value_or(std::nullopt);
}

Result<Product, std::string> ProductFile::at(std::int64_t place) const {
  const std::lock_guard lock(lookup_->mutex);
  Query& query = lookup_->at_place;
  const QueryEnd end(query);
  query.bind(1, place);
  auto product = query.step() ? parse(lookup_->document, query.text(0)) : std::nullopt;
  if (!product) return refused(broken());
  return std::move(*product);
}

Result<std::vector<Product>, std::string> ProductFile::of_group(std::string_view group,
                                                                std::size_t most) const {
  const std::lock_guard lock(lookup_->mutex);
  std::vector<Product> variants;
  if (!lookup_->variants) return variants;
  Query& query = *lookup_->variants;
  const QueryEnd end(query);
  query.bind(1, static_cast<std::int64_t>(print_of_text(group))).bind(2, group);
  query.bind(3, static_cast<std::int64_t>(most));
  while (query.step()) {
    auto product = parse(lookup_->document, query.text(0));
    if (!product) return refused(broken());
    variants.push_back(std::move(*product));
  }
  if (query.failed()) return refused(broken());
  return variants;
}

bool ProductFile::knows_groups() const { return lookup_->places.has_value(); }

// At most so many; below 0: all.
Result<std::vector<std::int64_t>, std::string> ProductFile::places(std::string_view group,
                                                                   std::int64_t most) const {
  const std::lock_guard lock(lookup_->mutex);
  std::vector<std::int64_t> found;
  if (!lookup_->places) return found;
  Query& query = *lookup_->places;
  const QueryEnd end(query);
  query.bind(1, static_cast<std::int64_t>(print_of_text(group))).bind(2, most);
  while (query.step()) found.push_back(query.integer(0));
  if (query.failed()) return refused(broken());
  return found;
}

Result<std::optional<std::int64_t>, std::string> ProductFile::first_of_group(
    std::string_view group) const {
  const auto found = places(group, 1);
  if (!found) return refused(found.error());
  return found->empty() ? std::nullopt : std::optional(found->front());
}

Result<std::vector<std::int64_t>, std::string> ProductFile::places_of_group(
    std::string_view group) const {
  return places(group, -1);
}

Result<std::vector<FoundProduct>, std::string> ProductFile::list(std::size_t skipped,
                                                                 std::size_t most) const {
  const std::lock_guard lock(lookup_->mutex);
  Query& query = lookup_->page;
  const QueryEnd end(query);
  query.bind(1, static_cast<std::int64_t>(skipped)).bind(2, static_cast<std::int64_t>(most));
  std::vector<FoundProduct> found;
  while (query.step()) found.push_back(found_in(query));
  if (query.failed()) return refused(broken());
  return found;
}

Result<std::vector<PlacedProduct>, std::string> ProductFile::page(std::int64_t after,
                                                                  std::size_t most) const {
  const std::lock_guard lock(lookup_->mutex);
  Query& query = lookup_->whole;
  const QueryEnd end(query);
  query.bind(1, after).bind(2, static_cast<std::int64_t>(most));
  std::vector<PlacedProduct> found;
  while (query.step()) {
    auto product = parse(lookup_->document, query.text(1));
    if (!product) return refused(broken());
    found.push_back({query.integer(0), std::move(*product)});
  }
  if (query.failed()) return refused(broken());
  return found;
}

bool ProductFile::each(
    const std::function<bool(std::string_view id, std::string_view json)>& take) const {
  const std::lock_guard lock(lookup_->mutex);
  Query all(lookup_->database.get(), "SELECT id, product FROM products ORDER BY place");
  while (all.step()) {
    if (!take(all.text(0), all.text(1))) return true;
  }
  return !all.failed();
}

}  // namespace till::products
