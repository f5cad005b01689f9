#include "products/search/search_tokenizer.h"

#include <libstemmer.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "products/search/fts5_api.h"
#include "products/search/word_folder.h"

namespace till::products {
namespace {

using GiveToken = int (*)(void*, int, const char*, int, int, int);

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, DeleteStemmer>;

constexpr std::array kLanguages{"english", "french", "german", "spanish"};
// Most words of a text were there before. A few megabytes a table.
constexpr std::size_t kMostKnown = 30'000;

// One a table.
struct Tokenizer {
  fts5_tokenizer unicode{};
  Fts5Tokenizer* inner = nullptr;
  std::vector<Stemmer> stemmers;
  std::unordered_map<std::string, std::vector<std::string>> known;

  ~Tokenizer() {
    if (inner != nullptr) unicode.xDelete(inner);
  }
  // The word's stems, none twice. Valid until the next call.
  const std::vector<std::string>& stems(std::string_view word) {
    key.assign(word);
    const auto found = known.find(key);
    if (found != known.end()) return found->second;
    if (known.size() >= kMostKnown) known.clear();
    return known[key] = make_stems(word);
  }

 private:
  std::string key;
  std::vector<std::string> make_stems(std::string_view word) const {
    std::vector<std::string> all;
    for (const Stemmer& stemmer : stemmers) {
      const auto* const letters = reinterpret_cast<const sb_symbol*>(word.data());
      const sb_symbol* const stem =
          sb_stemmer_stem(stemmer.get(), letters, static_cast<int>(word.size()));
      TILL_ENSURE(stem != nullptr);  // But for memory it always gives one.
      const auto length = static_cast<std::size_t>(sb_stemmer_length(stemmer.get()));
      std::string text(reinterpret_cast<const char*>(stem), length);
      if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }
    return all;
  }
};

// A text that is read: where its tokens go, and what for.
struct Pass {
  Tokenizer& tokenizer;
  int purpose;  // FTS5_TOKENIZE_…
  void* context;
  GiveToken give;

  int token(std::string_view text, int flags, int start, int end) const {
    return give(context, flags, text.data(), static_cast<int>(text.size()), start, end);
  }
};

// The code points of a text in UTF-8.
std::vector<std::string_view> signs_of(std::string_view word) {
  std::vector<std::string_view> signs;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t end = at + 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) ++end;
    signs.push_back(word.substr(at, end - at));
    at = end;
  }
  return signs;
}

// Hiragana, katakana, the ideographs of three bytes, Hangul and the half-width forms: U+3040 to
// U+9FFF, U+AC00 to U+D7FF, U+F900 to U+FAFF, U+FF00 to U+FFFF.
bool is_east_asian(std::string_view sign) {
  if (sign.size() != 3) return false;
  const auto code = ((static_cast<unsigned char>(sign[0]) & 0x0FU) << 12) |
                    ((static_cast<unsigned char>(sign[1]) & 0x3FU) << 6) |
                    (static_cast<unsigned char>(sign[2]) & 0x3FU);
  return (code >= 0x3005 && code <= 0x9FFF) || (code >= 0xAC00 && code <= 0xD7FF) ||
         (code >= 0xF900 && code <= 0xFAFF) || code >= 0xFF00;
}

// Each sign and the pair it begins, one place after another, so that a query's pairs are a phrase.
int give_signs(const Pass& pass, const std::vector<std::string_view>& signs, int start, int end) {
  const bool document = (pass.purpose & FTS5_TOKENIZE_DOCUMENT) != 0;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const bool last = i + 1 == signs.size();
    const bool single = document || signs.size() == 1;
    if (single) {
      if (const int result = pass.token(signs[i], 0, start, end)) return result;
    }
    if (last) break;
    const std::string pair = std::string(signs[i]) + std::string(signs[i + 1]);
    const int flags = single ? FTS5_TOKEN_COLOCATED : 0;
    if (const int result = pass.token(pair, flags, start, end)) return result;
  }
  return SQLITE_OK;
}

int give_stems(const Pass& pass, std::string_view word, int start, int end) {
  const bool document = (pass.purpose & FTS5_TOKENIZE_DOCUMENT) != 0;
  int flags = document ? FTS5_TOKEN_COLOCATED : 0;
  for (const std::string& stem : pass.tokenizer.stems(word)) {
    if (document && stem == word) continue;  // As it stands it is there already.
    if (const int result = pass.token(stem, flags, start, end)) return result;
    flags = FTS5_TOKEN_COLOCATED;
  }
  return SQLITE_OK;
}

// Takes a token of unicode61: a word without case and accents.
int take_word(void* context, int, const char* text, int size, int start, int end) {
  const Pass& pass = *static_cast<const Pass*>(context);
  const std::string_view word(text, static_cast<std::size_t>(size));
  const bool document = (pass.purpose & FTS5_TOKENIZE_DOCUMENT) != 0;
  const bool beginning = (pass.purpose & FTS5_TOKENIZE_PREFIX) != 0;
  if (document || beginning) {
    if (const int result = pass.token(word, 0, start, end)) return result;
  }
  if (beginning) return SQLITE_OK;
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) { return c > 0; });
  const auto signs = plain ? std::vector<std::string_view>() : signs_of(word);
  if (std::any_of(signs.begin(), signs.end(), is_east_asian)) {
    return give_signs(pass, signs, start, end);
  }
  return give_stems(pass, word, start, end);
}

int create(void* api, const char**, int, Fts5Tokenizer** made) {
  auto* const fts5 = static_cast<fts5_api*>(api);
  auto tokenizer = std::make_unique<Tokenizer>();
  void* context = nullptr;
  if (fts5->xFindTokenizer(fts5, "unicode61", &context, &tokenizer->unicode) != SQLITE_OK) {
    return SQLITE_ERROR;
  }
  std::array<const char*, 2> options{"remove_diacritics", "2"};
  const int result = tokenizer->unicode.xCreate(
      context, options.data(), static_cast<int>(options.size()), &tokenizer->inner);
  if (result != SQLITE_OK) return result;
  for (const char* const language : kLanguages) {
    tokenizer->stemmers.emplace_back(sb_stemmer_new(language, "UTF_8"));
    if (tokenizer->stemmers.back() == nullptr) return SQLITE_ERROR;
  }
  *made = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<Tokenizer*>(tokenizer); }

int tokenize(Fts5Tokenizer* self, void* context, int purpose, const char* text, int size,
             GiveToken give) {
  Tokenizer& tokenizer = *reinterpret_cast<Tokenizer*>(self);
  Pass pass{tokenizer, purpose, context, give};
  return tokenizer.unicode.xTokenize(tokenizer.inner, &pass, purpose, text, size, take_word);
}

// Takes the word that a text is; of more than one, none.
int take_folded(void* context, int, const char* text, int size, int, int) {
  auto& [words, folded] = *static_cast<std::pair<int, std::string>*>(context);
  if (++words == 1) folded.assign(text, static_cast<std::size_t>(size));
  return SQLITE_OK;
}

}  // namespace

void add_search_tokenizer(sqlite3* database) {
  fts5_api* const api = fts5_api_of(database);
  fts5_tokenizer ours{create, destroy, tokenize};
  TILL_ENSURE(api->xCreateTokenizer(api, "till", api, &ours, nullptr) == SQLITE_OK);
}

struct WordFolder::Made {
  Fts5Tokenizer* tokenizer = nullptr;
};

WordFolder::WordFolder(sqlite3* database) : made_(std::make_unique<Made>()) {
  TILL_ENSURE(create(fts5_api_of(database), nullptr, 0, &made_->tokenizer) == SQLITE_OK);
}

WordFolder::~WordFolder() { destroy(made_->tokenizer); }

std::string WordFolder::fold(std::string_view word) {
  std::pair<int, std::string> found;
  // As the beginning of a word, which has no stems.
  tokenize(made_->tokenizer, &found, FTS5_TOKENIZE_QUERY | FTS5_TOKENIZE_PREFIX, word.data(),
           static_cast<int>(word.size()), take_folded);
  return found.first == 1 ? std::move(found.second) : std::string();
}

}  // namespace till::products
