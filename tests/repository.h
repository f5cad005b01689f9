// Where the sources of the tests lie, for those that read files of the repository.
#pragma once

#include <filesystem>

namespace till {

std::filesystem::path repository();

}  // namespace till
