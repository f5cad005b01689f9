// WordFolder: a word as the search's tokenizer has it, without case and accents.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace till::products {

// One thread at a time. The database must know the tokenizer (search_tokenizer.h) and outlive it.
class WordFolder {
 public:
  explicit WordFolder(sqlite3* database);
  ~WordFolder();
  WordFolder(const WordFolder&) = delete;
  WordFolder& operator=(const WordFolder&) = delete;

  // Empty for what is not one word.
  std::string fold(std::string_view word);

 private:
  struct Made;
  std::unique_ptr<Made> made_;
};

}  // namespace till::products
