// Texts: what buyers read, in the languages that ship. The English sentences are the keys, as in
// gettext; src/base/locales holds one file a language.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/language.h"

namespace till {

// The sentence in a language; the sentence itself where its file has none. The view lives as long
// as both the program and `english`. Any thread may call.
std::string_view translate(Language language, std::string_view english);

// The text with the first argument for "{0}", the second for "{1}" and so on, put in as they are.
std::string fill(std::string_view text, std::span<const std::string> arguments);

}  // namespace till
