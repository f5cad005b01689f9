// Text from outside as a log or a terminal may show it.
#pragma once

#include <string>
#include <string_view>

namespace till {

// Appends `text` with what moves a cursor, turns the direction of writing, hides or ends a line
// written as \uXXXX: control characters, marks of direction, characters without a shape, bytes that
// are no UTF-8 (as \ufffd). All other text stays as it is. Characters of `kept`, in ASCII, stay
// too.
void append_visible(std::string& out, std::string_view text, std::string_view kept = {});

std::string visible(std::string_view text);

// The text without what visible() writes in another way, as people may read it; what ends a line is
// a space. Nothing of it can begin a line of its own.
std::string without_hidden(std::string_view text);

// Would visible() leave it as it is?
bool is_visible(std::string_view text);

}  // namespace till
