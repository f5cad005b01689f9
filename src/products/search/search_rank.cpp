#include "products/search/search_rank.h"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "base/ensure.h"
#include "products/search/fts5_api.h"

namespace till::products {
namespace {

// How soon more of the same word counts for nothing, and how much a long row's words count for
// less: what bm25() uses.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;

// How often the row holds each of the words, by the weights of their columns.
int weigh_hits(const Fts5ExtensionApi& api, Fts5Context* row, sqlite3_value** weights, int columns,
               std::vector<double>& hits) {
  int count = 0;
  if (const int result = api.xInstCount(row, &count)) return result;
  for (int i = 0; i < count; ++i) {
    int word = 0;
    int column = 0;
    int place = 0;
    if (const int result = api.xInst(row, i, &word, &column, &place)) return result;
    const double weight = column < columns ? sqlite3_value_double(weights[column]) : 1.0;
    hits[static_cast<std::size_t>(word)] += weight;
  }
  return SQLITE_OK;
}

// The row's length as a share of what is usual.
int length_of(const Fts5ExtensionApi& api, Fts5Context* row, double& length) {
  int words = 0;
  sqlite3_int64 rows = 0;
  sqlite3_int64 all = 0;
  if (const int result = api.xColumnSize(row, -1, &words)) return result;
  if (const int result = api.xRowCount(row, &rows)) return result;
  if (const int result = api.xColumnTotalSize(row, -1, &all)) return result;
  const double usual =
      static_cast<double>(all) / static_cast<double>(std::max<sqlite3_int64>(rows, 1));
  length = usual > 0 ? words / usual : 1.0;
  return SQLITE_OK;
}

void rank(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* answer, int columns,
          sqlite3_value** weights) {
  std::vector<double> hits(static_cast<std::size_t>(api->xPhraseCount(row)));
  double length = 0;
  int result = weigh_hits(*api, row, weights, columns, hits);
  if (result == SQLITE_OK) result = length_of(*api, row, length);
  if (result != SQLITE_OK) return sqlite3_result_error_code(answer, result);
  const double damping = kSaturation * (1 - kLengthShare + kLengthShare * length);
  double score = 0;
  for (const double hit : hits) score += hit * (kSaturation + 1) / (hit + damping);
  sqlite3_result_double(answer, -score);
}

}  // namespace

void add_search_rank(sqlite3* database) {
  fts5_api* const api = fts5_api_of(database);
  TILL_ENSURE(api->xCreateFunction(api, "till_rank", nullptr, rank, nullptr) == SQLITE_OK);
}

}  // namespace till::products
