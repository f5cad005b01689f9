// What the pages for buyers are made of. Private to http.
#pragma once

#include <string>
#include <string_view>

#include "base/html.h"
#include "base/language.h"

namespace till::http {

// A sentence of ours in the language of the page, escaped.
std::string said(Language language, std::string_view english);

// A whole page around `content`, which is HTML already.
std::string page_of(std::string_view merchant, Language language, const std::string& content);

// The Content-Security-Policy under which every page works.
std::string_view page_policy();

}  // namespace till::http
