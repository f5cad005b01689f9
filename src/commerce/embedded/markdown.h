// Markdown as CommonMark reads it (MD-01).
#pragma once

#include <string_view>

namespace till::commerce {

// Is there raw HTML in the text: tags, comments, declarations and the like (MD-02)? What only looks
// so inside code, or is an autolink, is none (MD-05).
bool holds_raw_html(std::string_view markdown);

}  // namespace till::commerce
