// The versions of the Model Context Protocol that are spoken.
#pragma once

#include <optional>
#include <string_view>

namespace till::mcp {

enum class Version { v2025_03_26, v2025_06_18, v2025_11_25 };

inline constexpr Version kNewest = Version::v2025_11_25;
// What a client over HTTP speaks that does not say: the last version without the header.
inline constexpr Version kUnsaid = Version::v2025_03_26;

std::string_view text_of(Version version);
// Nothing for a version that is not spoken.
std::optional<Version> parse_version(std::string_view text);
// What is spoken with a client that asks for `asked`: that version, or the newest one.
Version negotiate(std::string_view asked);
// Several messages in one body were dropped after the first version.
constexpr bool has_batches(Version version) { return version == Version::v2025_03_26; }
// A stream begins with an event without data from the last version on.
constexpr bool primes_streams(Version version) { return version == Version::v2025_11_25; }

}  // namespace till::mcp
