// Finds what names a person in texts that should not. Private to wire.
#pragma once

#include <string>
#include <string_view>

namespace till::wire {

// Does the text hold an e-mail address or an international telephone number (AT-06)?
bool names_a_person(std::string_view text);

// Is a member of that name meant for a person's data?
bool is_personal_name(std::string_view name);

// The text with e-mail addresses and telephone numbers replaced by "[removed]" (CX-11).
std::string without_personal_data(std::string_view text);

}  // namespace till::wire
