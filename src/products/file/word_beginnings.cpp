#include "products/file/word_beginnings.h"

namespace till::products {
namespace {

// Of more that begin so the first ones of the alphabet are looked at, and of those the commonest
// are taken.
constexpr const char* kTerms =
    "SELECT term FROM (SELECT term, products FROM terms WHERE term > ?1 AND term < ?2 LIMIT 4096) "
    "ORDER BY products DESC LIMIT ?3";
constexpr std::string_view kPastAll = "\xf4\x8f\xbf\xbf";  // The last code point there is.

}  // namespace

WordBeginnings::WordBeginnings(sqlite3* database) : folder_(database), terms_(database, kTerms) {}

std::vector<std::string> WordBeginnings::of(std::string_view word) {
  std::vector<std::string> found;
  if (terms_.failed()) return found;
  const std::string first = folder_.fold(word);
  if (first.empty()) return found;
  const std::string last = first + std::string(kPastAll);
  const QueryEnd end(terms_);
  terms_.bind(1, std::string_view(first)).bind(2, std::string_view(last));
  terms_.bind(3, static_cast<std::int64_t>(kMostBeginnings));
  while (terms_.step()) found.emplace_back(terms_.text(0));
  return found;
}

}  // namespace till::products
