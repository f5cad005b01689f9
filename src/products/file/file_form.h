// The form of a product file: its tables, and what is told of it. Private to the product file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "products/file/product_file.h"
#include "products/file/sqlite.h"

namespace till::products {

// Raised when a till of before could not read what is written now.
inline constexpr std::int64_t kFileFormat = 1;

inline constexpr const char* kTables =
    "CREATE TABLE facts(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    // What is sorted by stands before the product, which may be long.
    "CREATE TABLE products(place INTEGER PRIMARY KEY, id TEXT NOT NULL, stated INTEGER NOT NULL, "
    "digital INTEGER NOT NULL, number INTEGER NOT NULL, prices TEXT NOT NULL, "
    // Null without a sale, and without such an end of it; files of before have none of them.
    "sale TEXT, sale_from INTEGER, sale_until INTEGER, "
    "product TEXT NOT NULL);"
    "CREATE TABLE ids(number INTEGER, place INTEGER, print INTEGER NOT NULL, "
    "PRIMARY KEY(number, place)) WITHOUT ROWID;"
    // By the number of their group, which stands with the product as well. Files of before have
    // neither.
    "CREATE TABLE variants(number INTEGER, place INTEGER, PRIMARY KEY(number, place)) "
    "WITHOUT ROWID;"
    // What a product costs, and what it costs while it is on sale.
    "CREATE TABLE tags(currency TEXT, amount INTEGER, place INTEGER, "
    "PRIMARY KEY(currency, amount, place)) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE words USING fts5(title, description, id, joined, tokenize='till', "
    "content='');"
    // Each word of it, with how many products hold it.
    "CREATE TABLE terms(term TEXT PRIMARY KEY, products INTEGER NOT NULL) WITHOUT ROWID;";

// 12 MiB a connection at the most, of which there are two.
inline constexpr const char* kReadPragmas =
    "PRAGMA cache_size = -12288; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;";

// Refused with the rest of a sentence that begins with the file's name.
Result<FileFacts, std::string> read_facts(const DatabaseHandle& database);
bool write_facts(const DatabaseHandle& database, const FileFacts& facts);

}  // namespace till::products
