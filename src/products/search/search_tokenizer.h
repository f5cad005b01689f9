// SearchTokenizer: a tokenizer of FTS5 that finds a word in each of its forms, in the languages
// that Till speaks.
#pragma once

struct sqlite3;

namespace till::products {

// Makes the tokenizer "till" known to the database. It goes on where unicode61 ends, so that case
// and accents count for nothing. In a document a word stands as it is and as its stems in English,
// French, German and Spanish, for nobody says which of them a text is written in; a query looks for
// its beginning as it stands ("mu"*), or for its stems ("mugs" finds mug). Japanese and its
// neighbours part no words: there a word is found wherever its signs stand in that order.
void add_search_tokenizer(sqlite3* database);

}  // namespace till::products
