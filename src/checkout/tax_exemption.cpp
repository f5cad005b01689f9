#include "checkout/tax_exemption.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/blanks.h"
#include "base/limits.h"
#include "base/places.h"

namespace till::checkout {
namespace {

// The country that stands before the code of a state, as in US-CA.
std::optional<std::string> country_before(std::string_view region) {
  if (region.find('-') != 2) return std::nullopt;
  return country_of(region.substr(0, 2));
}

bool lies_in(const Address& address, std::string_view region) {
  const auto named = state_of(address.country, region);
  for (auto part = state_of(address.country, address.state); named && part; part = part->parent()) {
    if (*part == *named) return true;
  }
  return false;
}

bool holds_in(std::string_view region, const Address& address) {
  if (const auto country = country_before(region)) {
    return *country == address.country && lies_in(address, region.substr(3));
  }
  // Other countries and their states share codes with the US, where most certificates come from.
  if (state_of("US", region)) return address.country == "US" && lies_in(address, region);
  return country_of(region) == address.country || lies_in(address, region);
}

}  // namespace

bool needs_a_look(const Session& session, ExemptionPolicy policy) {
  return policy == ExemptionPolicy::approval &&
         std::any_of(session.lines.begin(), session.lines.end(),
                     [](const LineItem& line) { return line.exempted; });
}

void announce_look(Session& session, ExemptionPolicy policy) {
  const bool waits = session.kind == SessionKind::checkout && needs_a_look(session, policy);
  if (!waits || session.messages.size() >= limits::kMessages) return;
  const bool by_number = session.buyer && session.buyer->company && !session.buyer->tax_exemption;
  const Member reason = by_number ? Member::company_tax_id : Member::tax_exemption;
  session.messages.push_back(
      {MessageType::info, MessageCode::none, reason, std::nullopt, TextId::exemption_to_be_seen});
}

bool is_valid(const TaxExemption& exemption, Timestamp now) {
  if (!exemption.expires_at) return true;
  const auto end = parse_rfc3339(*exemption.expires_at);
  return end && now < *end;
}

bool frees(const TaxExemption& exemption, const Address& to) {
  const auto& regions = exemption.exempt_regions;
  return regions.empty() || std::any_of(regions.begin(), regions.end(), [&to](const auto& region) {
           return holds_in(trimmed(region), to);
         });
}

}  // namespace till::checkout
