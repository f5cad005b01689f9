// Percentages as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace till {

inline constexpr std::int64_t kPartsOfPercent = 10'000;  // Of a million.

// "20.0000" as 200000 parts per million: from 0 to 100, exact, so no more than four decimals count.
// Nothing for any other text.
std::optional<std::int64_t> parts_per_million(std::string_view percent);

}  // namespace till
