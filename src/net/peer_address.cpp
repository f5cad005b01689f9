#include "net/peer_address.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/blanks.h"
#include "net/address_rules.h"

namespace till::net {
namespace {

constexpr std::string_view kHeader = "X-Forwarded-For";

// The address of an entry, which some proxies write with a port: 1.2.3.4:5, [::1], [::1]:5.
std::optional<std::string> address_of(std::string_view entry) {
  if (entry.starts_with('[')) {
    const std::size_t end = entry.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view port = entry.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) return std::nullopt;
    return plain_address(entry.substr(1, end - 1));
  }
  const bool one_colon = std::count(entry.begin(), entry.end(), ':') == 1;
  return plain_address(one_colon ? entry.substr(0, entry.find(':')) : entry);
}

// The entries of all such headers, as if they were one.
std::vector<std::string_view> entries_of(const std::vector<Header>& headers) {
  std::vector<std::string_view> entries;
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, kHeader)) continue;
    std::string_view rest = header.value;
    while (true) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      entries.push_back(trimmed(rest.substr(0, comma)));
      if (comma == rest.size()) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return entries;
}

}  // namespace

std::string peer_address(std::string_view connected, const std::vector<Header>& headers,
                         const std::vector<std::string>& trusted) {
  std::string peer = plain_address(connected).value_or(std::string(connected));
  if (trusted.empty()) return peer;
  const auto entries = entries_of(headers);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (!is_within(peer, trusted)) break;
    auto before = address_of(*entry);
    if (!before) break;
    peer = std::move(*before);
  }
  return peer;
}

}  // namespace till::net
