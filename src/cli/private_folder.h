// The folder of a shop, closed to everyone but its owner.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/failure.h"

namespace till::cli {

// Makes the folder with mode 0700, whatever the umask, and those above it as the umask has it; one
// that is there already is closed to others. Wrong use, and nothing is changed, when the path is a
// symbolic link, a folder of another user, or one that everybody shares, like /tmp.
Result<void, Failure> make_private_folder(const std::string& path);

}  // namespace till::cli
