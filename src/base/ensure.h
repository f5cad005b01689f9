// Assertions on our own state. They stay on in release; input is never asserted on.
#pragma once

namespace till {

// Prints the broken expectation to stderr and aborts.
[[noreturn]] void ensure_failed(const char* expectation, const char* file, int line) noexcept;

}  // namespace till

// Aborts unless `condition` holds: continuing on broken state could charge or ship wrongly.
#define TILL_ENSURE(condition) \
  ((condition) ? static_cast<void>(0) : ::till::ensure_failed(#condition, __FILE__, __LINE__))
