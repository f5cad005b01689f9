// E-mail addresses as the `email` format of JSON Schema has them.
#pragma once

#include <string_view>

namespace till {

// One @ between a local part of printable ASCII without quotes and a domain of two labels or more,
// as payment providers and mail servers take them too. Blanks are none of it: trim first.
bool is_email(std::string_view text);

}  // namespace till
