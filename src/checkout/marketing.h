// Marketing consent: what a buyer may subscribe to, and what they decided (A18).
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "checkout/command.h"
#include "checkout/session.h"

namespace till::checkout {

struct MarketingOption {
  std::string channel;
  std::string display_text;
  std::string privacy_policy_url;
};

// Records each decision about an offered channel that the buyer can be reached on; others are
// ignored (MK-05, MK-06), and what is left out stays as it was (MK-03).
void record_consents(Session& session, const std::vector<ConsentDecision>& decisions,
                     const std::vector<MarketingOption>& offered, Timestamp now);

}  // namespace till::checkout
