#include "products/file/product_file_writer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>
#include <vector>

#include "json/writer.h"
#include "products/file/beside.h"
#include "products/file/file_form.h"
#include "products/product_json.h"
#include "products/search/search_words.h"

namespace till::products {
namespace {

// Nothing of it can be taken back: whoever is killed leaves a file that nobody opens.
constexpr const char* kWritePragmas =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE; BEGIN;";
// Words are gathered in memory before they are written: fewer and longer lists to merge. More than
// this is slower again, for a processor keeps no more at hand.
constexpr const char* kWordPragmas = "INSERT INTO words(words, rank) VALUES('hashsize', 8388608);";

std::string text_of(const Prices& prices) {
  std::string text;
  json::Writer json(text);
  json.begin_object();
  for (const auto& [currency, amount] : prices) json.member(currency, amount.minor);
  json.end_object();
  return text;
}

std::string reason() { return std::error_code(errno, std::generic_category()).message(); }

}  // namespace

ProductFileWriter::ProductFileWriter(std::string path, IdNumber number, int descriptor)
    : path_(std::move(path)), beside_(path_ + ".new"), number_(number), descriptor_(descriptor) {}

ProductFileWriter::~ProductFileWriter() {
  close();
  if (descriptor_ < 0) return;
  ::unlink(beside_.c_str());
  ::close(descriptor_);
}

void ProductFileWriter::close() {
  for (Query* const query : {&product_, &words_, &id_}) *query = Query();
  database_.reset();
}

Result<std::unique_ptr<ProductFileWriter>, std::string> ProductFileWriter::begin(
    const std::string& path, IdNumber number) {
  const auto descriptor = open_beside(path + ".new", S_IRUSR | S_IWUSR, "another import");
  if (!descriptor) return refused(descriptor.error());
  std::unique_ptr<ProductFileWriter> writer(new ProductFileWriter(path, number, *descriptor));
  auto database = open_to_write(writer->beside_);
  if (!database) return refused("cannot write " + writer->beside_ + ": " + database.error());
  writer->database_ = std::move(*database);
  if (!writer->prepare()) return refused(writer->failure());
  return writer;
}

bool ProductFileWriter::prepare() {
  for (const char* const sql : {kWritePragmas, kTables, kWordPragmas}) {
    if (!execute(database_, sql)) return false;
  }
  sqlite3* const database = database_.get();
  product_ = Query(database,
                   "INSERT INTO products(place, id, stated, digital, number, prices, product, "
                   "sale, sale_from, sale_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  words_ = Query(database,
                 "INSERT INTO words(rowid, title, description, id, joined) "
                 "VALUES (?1, ?2, ?3, ?4, ?5)");
  id_ = Query(database, "SELECT id FROM products WHERE place = ?1");
  return !product_.failed() && !words_.failed() && !id_.failed();
}

std::string ProductFileWriter::failure() const {
  return "cannot write " + beside_ + ": " + sqlite3_errmsg(database_.get()) +
         "; look whether the disk is full";
}

bool ProductFileWriter::holds(std::string_view id) {
  const auto [first, last] = places_.equal_range(number_(id));
  for (auto known = first; known != last; ++known) {
    const QueryEnd end(id_);
    if (id_.bind(1, known->second.place).step() && id_.text(0) == id) return true;
    failed_ = failed_ || id_.failed();
  }
  return false;
}

Added ProductFileWriter::add(const Product& product) {
  if (holds(product.id)) return failed_ ? Added::failed : Added::twice;
  json_.clear();
  append_product(product, json_);
  last_print_ = print_of_text(json_);
  if (!insert(product)) failed_ = true;
  return failed_ ? Added::failed : Added::added;
}

void ProductFileWriter::bind_sale(const std::optional<Sale>& sale) {
  constexpr std::optional<std::int64_t> kNull = std::nullopt;
  const auto moment = [&](const std::optional<Timestamp>& at) {
    return at ? std::optional(at->ms) : kNull;
  };
  if (!sale) {
    product_.bind(8, kNull).bind(9, kNull).bind(10, kNull);
    return;
  }
  sale_ = text_of(sale->prices);
  product_.bind(8, std::string_view(sale_)).bind(9, moment(sale->from));
  product_.bind(10, moment(sale->until));
}

bool ProductFileWriter::insert(const Product& product) {
  const std::int64_t place = ++products_;
  places_.emplace(number_(product.id), Place{place, last_print_});
  const auto group =
      product.group ? static_cast<std::int64_t>(print_of_text(*product.group)) : std::int64_t{0};
  if (product.group) variants_.emplace_back(group, place);
  prices_ = text_of(product.prices);
  for (const auto& [currency, amount] : product.prices) currencies_.insert(currency);
  product_.bind(1, place).bind(2, std::string_view(product.id)).bind(3, stated_pieces(product));
  product_.bind(4, std::int64_t{product.digital ? 1 : 0}).bind(5, group);
  product_.bind(6, std::string_view(prices_)).bind(7, std::string_view(json_));
  bind_sale(product.sale);
  if (!product_.run()) return false;
  const std::string& description = product.description.value_or("");
  const std::string joined = joined_words(product.title + " " + description);
  words_.bind(1, place)
      .bind(2, std::string_view(product.title))
      .bind(3, std::string_view(description));
  words_.bind(4, std::string_view(product.id)).bind(5, std::string_view(joined));
  return words_.run();
}

// What is looked up by is written sorted, page after page.
bool ProductFileWriter::write_ids() {
  using Entry = std::pair<std::uint64_t, Place>;
  std::vector<Entry> entries(places_.begin(), places_.end());
  places_.clear();
  std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
    const auto key = [](const Entry& entry) {
      return std::pair(static_cast<std::int64_t>(entry.first), entry.second.place);
    };
    return key(left) < key(right);
  });
  Query insert(database_.get(), "INSERT INTO ids(number, place, print) VALUES (?1, ?2, ?3)");
  for (const auto& [number, at] : entries) {
    insert.bind(1, static_cast<std::int64_t>(number)).bind(2, at.place);
    if (!insert.bind(3, static_cast<std::int64_t>(at.print)).run()) return false;
  }
  return true;
}

bool ProductFileWriter::write_variants() {
  std::sort(variants_.begin(), variants_.end());
  Query insert(database_.get(), "INSERT INTO variants(number, place) VALUES (?1, ?2)");
  for (const auto& [number, place] : variants_) {
    if (!insert.bind(1, number).bind(2, place).run()) return false;
  }
  variants_ = {};
  return true;
}

// A sale that is over when the file is made is no more a price than if it had never been.
bool ProductFileWriter::write_tags(Timestamp now) {
  Query insert(database_.get(),
               "INSERT OR IGNORE INTO tags SELECT price.key, price.value, place FROM products "
               "CROSS JOIN json_each('[0, 1]') AS which "
               "CROSS JOIN json_each(CASE WHEN which.value = 0 THEN prices "
               "WHEN coalesce(sale_until > ?1, 1) THEN sale END) AS price ORDER BY 1, 2, 3");
  return insert.bind(1, now.ms).run();
}

bool ProductFileWriter::conclude(FileFacts facts) {
  return write_ids() && write_variants() && write_tags(facts.made_at) &&
         execute(database_,
                 "INSERT INTO words(words) VALUES('optimize');"
                 "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row);"
                 "INSERT INTO terms SELECT term, doc FROM temp.vocabulary;"
                 "DROP TABLE temp.vocabulary;") &&
         write_facts(database_, facts) && execute(database_, "COMMIT");
}

Result<void, std::string> ProductFileWriter::put_in_place(Timestamp made_at, std::string source) {
  const FileFacts facts{
      products_, {currencies_.begin(), currencies_.end()}, made_at, std::move(source)};
  if (failed_ || !conclude(facts)) return refused(failure());
  close();
  if (::fsync(descriptor_) != 0) return refused("cannot write " + beside_ + ": " + reason());
  if (std::rename(beside_.c_str(), path_.c_str()) != 0) {
    return refused("cannot write " + path_ + ": " + reason());
  }
  ::close(std::exchange(descriptor_, -1));
  if (sync_folder_of(path_)) return {};
  return refused(path_ + " is in its place, but the disk may forget it: " + reason());
}

}  // namespace till::products
