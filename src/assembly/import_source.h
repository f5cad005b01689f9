// ImportSource: bytes that products are read from: a file, the standard input, or what a server
// sent.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace till::assembly {

// Tells a file from the one that has its name later, and from itself after it was written to.
struct FileMark {
  dev_t device = 0;
  ino_t inode = 0;
  off_t bytes = 0;
  std::int64_t seconds = 0;  // Of its last change.
  std::int64_t nanoseconds = 0;
  bool operator==(const FileMark&) const = default;
};

// Of the file with that name; nothing when there is none.
std::optional<FileMark> mark_of(const std::string& path);

// Owns its descriptor. Read once, by one thread.
class ImportSource {
 public:
  // "-" is the standard input. `name` is what people are told; a failure is a sentence.
  static Result<ImportSource, std::string> open(const std::string& path, std::string name);
  // A file that nobody else has, empty and without a name, in a folder; to be written first.
  static Result<ImportSource, std::string> spool(const std::string& folder, std::string name);
  ImportSource(ImportSource&& other) noexcept;
  ImportSource& operator=(ImportSource&& other) noexcept;
  ~ImportSource();

  const std::string& name() const { return name_; }
  // 0 when nobody knows.
  std::uint64_t bytes() const;
  // Nothing of what is no file.
  std::optional<FileMark> mark() const;
  // The next bytes, in `block`; empty at the end.
  Result<std::string_view, std::string> read(std::string& block) const;

  Result<void, std::string> write(std::string_view bytes) const;
  // What was written is read from its beginning.
  Result<void, std::string> rewind() const;

 private:
  ImportSource(int descriptor, std::string name);
  int descriptor_;
  std::string name_;
};

}  // namespace till::assembly
