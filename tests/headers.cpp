// What all test programs share: their headers, compiled once, and where the repository is.
#include "repository.h"

namespace till {

// Defined for this source alone, so that the others compile to the same in every checkout.
std::filesystem::path repository() { return TILL_REPOSITORY; }

}  // namespace till
