// Certificates of tax exemption: where they hold, and how far the seller goes by them. Pure.
#pragma once

#include "base/clock.h"
#include "checkout/session.h"

namespace till::checkout {

// What a certificate is worth that an agent shows and nobody has looked at yet.
enum class ExemptionPolicy {
  never,     // Tax is charged all the same.
  approval,  // No tax, and the purchase waits for the seller, who looks at the certificate.
  believe,   // No tax.
};

// Must the seller look at a certificate before this purchase is charged?
bool needs_a_look(const Session& session, ExemptionPolicy policy);

// Says so in a message while nothing is completed yet, so that the agent can tell the buyer.
void announce_look(Session& session, ExemptionPolicy policy);

// Until it expires; a certificate without an end holds.
bool is_valid(const TaxExemption& exemption, Timestamp now);

// Does it free what goes to that address? In the regions it names, CA, US-CA, California or US;
// without any, everywhere. What is a state of the US means that state alone: California's
// certificate frees nothing that goes to Canada, or to Cádiz.
bool frees(const TaxExemption& exemption, const Address& to);

}  // namespace till::checkout
