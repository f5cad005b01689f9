// The versions of the Model Context Protocol that are spoken.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace till::mcp {

enum class Version { v2025_03_26, v2025_06_18, v2025_11_25, v2026_07_28 };

// How a version is spoken: a legacy one after `initialize`, which opens a session; in a modern one
// each request says all there is to know of it.
enum class Era { legacy, modern };
constexpr Era era_of(Version version) {
  return version >= Version::v2026_07_28 ? Era::modern : Era::legacy;
}

inline constexpr Version kNewestLegacy = Version::v2025_11_25;
// What a client over HTTP speaks that does not say: the last version without the header.
inline constexpr Version kUnsaid = Version::v2025_03_26;

std::string_view text_of(Version version);
// Nothing for a version that is not spoken.
std::optional<Version> parse_version(std::string_view text);
// The same of the legacy ones only.
std::optional<Version> parse_legacy_version(std::string_view text);
// What is spoken with a client that asks for `asked` by `initialize`: that version when it is a
// legacy one, or the newest of them.
Version negotiate(std::string_view asked);
// All of them as a JSON array, the newest first.
std::string versions_json();
// Several messages in one body were dropped after the first version.
constexpr bool has_batches(Version version) { return version == Version::v2025_03_26; }
// A stream begins with an event without data, in the last version that lets a client resume it.
constexpr bool primes_streams(Version version) { return version == Version::v2025_11_25; }

}  // namespace till::mcp
