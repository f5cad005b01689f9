// SearchRank: how well a row of an FTS5 table fits the words that are looked for.
#pragma once

struct sqlite3;

namespace till::products {

// Makes `till_rank(table, weight of each column…)` known to the database: the better the fit, the
// less. It is Okapi BM25 as bm25() has it, with columns by weight, but every word counts the same
// however rare it is: to count a common word's rows takes longer than all the rest.
void add_search_rank(sqlite3* database);

}  // namespace till::products
