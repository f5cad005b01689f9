// The message files, as the build writes them into the program. Private to base.
#pragma once

#include <span>
#include <string_view>

#include "base/language.h"

namespace till {

struct Text {
  std::string_view english;
  std::string_view translation;
};

// As the file of the language has them.
std::span<const Text> texts_table(Language language);

}  // namespace till
