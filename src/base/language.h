// Language: in which of the languages that ship a buyer reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace till {

enum class Language : std::uint8_t { en, fr, de, es, ja };

// The language of a BCP 47 tag by its first part alone, in any case; nothing for one that does not
// ship.
std::optional<Language> language_of_tag(std::string_view tag);

// The language an Accept-Language header likes best (RFC 9110); nothing when it likes none of ours
// or cannot be read.
std::optional<Language> language_accepted(std::string_view header);

// The tag of a language: "en".
std::string_view tag_of(Language language);

}  // namespace till
