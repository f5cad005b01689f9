// Settings: a provider's own section of the configuration, as its reader sees it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"

namespace till::payments {

// A reader asks for each key that it knows; what nobody asked for is refused afterwards. A value
// of another form is refused at once, and so is what the reader itself fails: neither call comes
// back, and whoever began the reading tells where in which file. One thread.
class Settings {
 public:
  virtual ~Settings() = default;

  // The value of a key; nothing when it is left out. A text is never blank.
  virtual std::optional<std::string> text(const char* key) = 0;
  virtual std::optional<std::int64_t> whole(const char* key, std::int64_t least,
                                            std::int64_t most) = 0;
  virtual std::optional<bool> yes(const char* key) = 0;
  virtual std::optional<std::vector<std::string>> texts(const char* key) = 0;
  // Refused when it is left out.
  virtual std::string need_text(const char* key) = 0;
  // The secret under the key, or in the file or variable of that name with _file or _env; empty
  // when none is there.
  virtual Secret secret(const char* key) = 0;
  // A file's path, seen from the configuration; nothing when it is left out.
  virtual std::optional<std::string> path(const char* key) = 0;
  // An absolute URL without a query and without a slash at its end, to put paths behind.
  virtual std::string base_url(const char* key, const std::string& otherwise) = 0;

  // "SECTION.KEY must be WANTED".
  [[noreturn]] void fail(const char* key, const std::string& wanted) const {
    refuse(key, wanted);
    std::abort();  // Whoever refuses does not come back.
  }

 private:
  virtual void refuse(const char* key, const std::string& wanted) const = 0;
};

}  // namespace till::payments
