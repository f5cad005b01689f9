// DialectId: the dialect of a protocol that something was asked in, and is answered in.
#pragma once

#include <cstdint>

namespace till::checkout {

// Stored with whatever is answered later or again, so a number is never given to another dialect.
// Those a server speaks are in wire/dialects.cpp; data may know others.
enum class DialectId : std::uint8_t { acp_2026_04_17 = 1 };

}  // namespace till::checkout
