// A file that is written beside another one and then put in its place. Private to products.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "base/result.h"

namespace till::products {

// Opens that file, locked and empty, and gives its descriptor, which is the caller's. Refused with
// a sentence when it cannot be written, or `writer`, such as "another import", has it open.
Result<int, std::string> open_beside(const std::string& path, mode_t mode, std::string_view writer);

// So that the disk remembers which file has the name. False when it may forget.
bool sync_folder_of(const std::string& path);

}  // namespace till::products
