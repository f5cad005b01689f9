#include "mcp/version.h"

#include <array>

#include "json/writer.h"

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
    Spelling{Version::v2026_07_28, "2026-07-28"},
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

std::optional<Version> parse_legacy_version(std::string_view text) {
  const auto version = parse_version(text);
  return version && era_of(*version) == Era::legacy ? version : std::nullopt;
}

Version negotiate(std::string_view asked) {
  return parse_legacy_version(asked).value_or(kNewestLegacy);
}

std::string versions_json() {
  std::string out;
  json::Writer json(out);
  json.begin_array();
  for (auto known = kVersions.rbegin(); known != kVersions.rend(); ++known) json.text(known->text);
  json.end_array();
  return out;
}

}  // namespace till::mcp
