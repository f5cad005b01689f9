#include "base/blanks.h"

#include "base/utf8.h"

namespace till {

namespace {

// Neither a blank nor the beginning or end of one.
bool is_printed(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

std::string_view trimmed(std::string_view text) {
  if (!text.empty() && is_printed(text.front()) && is_printed(text.back())) return text;
  for (auto first = first_character(text); first.size > 0 && is_blank(first.code);
       first = first_character(text)) {
    text.remove_prefix(first.size);
  }
  for (auto last = last_character(text); last.size > 0 && is_blank(last.code);
       last = last_character(text)) {
    text.remove_suffix(last.size);
  }
  return text;
}

}  // namespace till
