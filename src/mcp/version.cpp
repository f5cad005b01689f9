#include "mcp/version.h"

#include <array>

namespace till::mcp {
namespace {

struct Spelling {
  Version version;
  std::string_view text;
};

constexpr std::array kVersions{
    Spelling{Version::v2025_03_26, "2025-03-26"},
    Spelling{Version::v2025_06_18, "2025-06-18"},
    Spelling{Version::v2025_11_25, "2025-11-25"},
};

}  // namespace

std::string_view text_of(Version version) {
  return kVersions[static_cast<std::size_t>(version)].text;
}

std::optional<Version> parse_version(std::string_view text) {
  for (const Spelling& known : kVersions) {
    if (known.text == text) return known.version;
  }
  return std::nullopt;
}

Version negotiate(std::string_view asked) { return parse_version(asked).value_or(kNewest); }

}  // namespace till::mcp
