// Files of a shop: read within a bound, written whole or not at all.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"

namespace till::cli {

// The whole file, at most a mebibyte. Refused with a sentence that names it.
Result<std::string, std::string> read_file(const std::string& path);

// The file's text without the line break at its end. Refused also when that is empty.
Result<std::string, std::string> read_secret_file(const std::string& path);

// What stands at a path that is being written.
enum class Existing { keep, replace };

// Writes beside the path first and moves it there, so that no reader sees half a file. With
// `keep` it is refused when the path exists.
Result<void, std::string> write_file(const std::string& path, const std::string& content,
                                     mode_t mode, Existing existing);

// `path` seen from `folder`; an absolute path stays.
std::string resolve(const std::string& folder, const std::string& path);

// The folder that holds `path`.
std::string folder_of(const std::string& path);

}  // namespace till::cli
