// Sentences: how the rules' texts read in English, with "{0}" and so on for their arguments.
// Private to wire.
#pragma once

#include <string_view>

#include "base/language.h"
#include "checkout/texts.h"

namespace till::wire {

using checkout::TextId;

struct Sentence {
  TextId id;
  std::string_view english;
};

// What a session says in that language; English where it has no such sentence. Refusals are for
// those who write agents, and have theirs in English only. Nothing for TextId::none.
std::string_view sentence_of(TextId id, Language language);

// What is said of a discount code beside the code itself, in English.
std::string_view sentence_beside_code(TextId rejection);

}  // namespace till::wire
