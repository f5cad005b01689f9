// The bounds of everything that comes from outside. A request beyond one is refused by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace till::limits {

inline constexpr std::size_t kBodyBytes = 1024 * 1024;
inline constexpr std::size_t kHeaderBytes = 16 * 1024;
inline constexpr std::size_t kJsonDepth = 32;
inline constexpr std::size_t kLineItems = 100;
inline constexpr std::size_t kListEntries = 200;   // Any other list of a request.
inline constexpr std::size_t kStringBytes = 5000;  // Any text of a request without a nearer bound.
inline constexpr std::size_t kUrlBytes = 2048;
inline constexpr std::size_t kImages = 10;  // Of a line or product.
inline constexpr std::size_t kMetadataBytes = 16 * 1024;
inline constexpr std::size_t kIdempotencyKeyBytes = 255;
inline constexpr std::size_t kRequestIdBytes = 255;
inline constexpr std::size_t kDiscountCodes = 20;
inline constexpr std::size_t kNamedIds = 400;  // Of lines, in all selections or groups together.
inline constexpr std::size_t kMessages = 200;  // Of a session.
inline constexpr std::size_t kSessionBytes = 256 * 1024;  // Of a session as it is kept.
inline constexpr std::size_t kStockNumbers = 1000;        // Of one report.
inline constexpr std::int64_t kQuantity = 1'000'000'000;

}  // namespace till::limits
