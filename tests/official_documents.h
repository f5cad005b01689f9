// The official documents beside the repository, for the tests that read them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "repository.h"

namespace till {

// ../shared/spec, seen from the repository, or what is in it.
inline std::filesystem::path official_document(const std::string& name = {}) {
  return repository().parent_path() / "shared" / "spec" / name;
}

}  // namespace till

// Ends a test that lacks what it needs: skipped where somebody works, failed where CI is set, since
// nobody would look there.
#define TILL_SKIP_UNLESS(holds, why)                                    \
  if (!(holds)) {                                                       \
    if (std::getenv("CI") != nullptr) FAIL() << "CI is set: " << (why); \
    GTEST_SKIP() << (why);                                              \
  }
