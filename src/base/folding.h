// Names of places as people write them, reduced to what they share.
#pragma once

#include <string>
#include <string_view>

namespace till {

// Letters and digits alone: without case, accents, blanks and punctuation, "and" for &, wide
// letters of East Asia as narrow ones. `text` is UTF-8; letters of other alphabets stay as they
// are.
std::string folded_name(std::string_view text);

// A postal code in capital letters and digits, without blanks and hyphens.
std::string folded_postal_code(std::string_view text);

}  // namespace till
