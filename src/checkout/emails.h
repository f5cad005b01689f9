// E-mail addresses of a purchase, by which its buyer is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkout/session.h"

namespace till::checkout {

// Those of the buyer and of the delivery, as given; none is empty.
std::vector<std::string> known_emails(const Session& session);

// Without regard to case and to blanks around them.
bool same_email(std::string_view one, std::string_view other);

}  // namespace till::checkout
