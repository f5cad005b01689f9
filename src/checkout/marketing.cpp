#include "checkout/marketing.h"

#include <algorithm>

namespace till::checkout {
namespace {

// MK-06: the buyer's own contact stands before that of the delivery.
std::optional<std::string> contact_for(const Session& session, const std::string& channel) {
  if (channel == "email") {
    if (session.buyer) return session.buyer->email;
    return session.fulfillment_details ? session.fulfillment_details->email : std::nullopt;
  }
  if (session.buyer && session.buyer->phone_number) return session.buyer->phone_number;
  return session.fulfillment_details ? session.fulfillment_details->phone_number : std::nullopt;
}

}  // namespace

void record_consents(Session& session, const std::vector<ConsentDecision>& decisions,
                     const std::vector<MarketingOption>& offered, Timestamp now) {
  for (const ConsentDecision& decision : decisions) {
    const auto option =
        std::find_if(offered.begin(), offered.end(),
                     [&](const MarketingOption& each) { return each.channel == decision.channel; });
    const auto contact = contact_for(session, decision.channel);
    if (option == offered.end() || !contact) continue;
    auto& consents = session.record.consents;
    std::erase_if(consents, [&](const MarketingConsent& earlier) {
      return earlier.channel == decision.channel;
    });
    consents.push_back({decision.channel, decision.opted_in, *contact, option->display_text, now});
  }
}

}  // namespace till::checkout
