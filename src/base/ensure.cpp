#include "base/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace till {

void ensure_failed(const char* expectation, const char* file, int line) noexcept {
  std::fprintf(stderr, "till: broken invariant: %s at %s:%d\n", expectation, file, line);
  std::abort();
}

}  // namespace till
