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

// Writes beside the path first and moves it there, so that no reader sees half a file. The file has
// `mode` whatever the umask; a symbolic link at the path is replaced, not followed. With `keep` it
// is refused when the path exists.
Result<void, std::string> write_file(const std::string& path, const std::string& content,
                                     mode_t mode, Existing existing);

// Puts other content in the place of a file, whole or not at all, with the mode and the owner it
// had. Behind a symbolic link it is the file it points to. Refused when there is none, or when its
// owner cannot be kept.
Result<void, std::string> replace_file(const std::string& path, const std::string& content);

// `path` seen from `folder`; an absolute path stays.
std::string resolve(const std::string& folder, const std::string& path);

// The folder that holds `path`.
std::string folder_of(const std::string& path);

}  // namespace till::cli
