// E-mail addresses of a purchase, by which its buyer is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkout/session.h"

namespace till::checkout {

// Those of the buyer and of the delivery, as given; none is empty.
std::vector<std::string> known_emails(const Session& session);

// The address in the one spelling that everyone who reads its mailbox shares; empty when the text
// is. Blanks around it and case never tell mailboxes apart. A tag behind "+" and the dots of the
// name are left out only for the providers that say so in public (docs/catalog.md lists them):
// elsewhere they may well be someone else's.
std::string mailbox_of(std::string_view email);

// Without regard to case and to blanks around them.
bool same_email(std::string_view one, std::string_view other);

}  // namespace till::checkout
