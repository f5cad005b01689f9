// FeedFile: a feed that is written beside its place and put there in one step.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "products/listings/packer.h"

namespace till::products {

// One thread. What it writes is a file of the same name with ".new" behind it; it is taken away
// unless it was put in its place. A name that ends in .gz is compressed by gzip.
class FeedFile {
 public:
  // Refused with a sentence when the folder cannot be written, or another till is at it.
  static Result<std::unique_ptr<FeedFile>, std::string> begin(const std::string& path);
  ~FeedFile();
  FeedFile(const FeedFile&) = delete;
  FeedFile& operator=(const FeedFile&) = delete;

  // A failure is told by put_in_place().
  void write(std::string_view bytes);
  // Gives whether anything is other than before: a file with the same bytes stays as it was.
  // Refused with a sentence, and the file that was there stays, also when the disk is full.
  Result<bool, std::string> put_in_place();

 private:
  FeedFile(std::string path, int descriptor);
  void put(std::string_view bytes);
  void flush();

  const std::string path_;
  const std::string beside_;
  int descriptor_;                  // Locked, so that nobody else writes it.
  std::unique_ptr<Packer> packer_;  // Null: nothing is compressed.
  std::string held_;
  int error_ = 0;
};

}  // namespace till::products
