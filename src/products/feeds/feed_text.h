// Texts as feeds hold them, and as Till keeps them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace till::products {

std::string lower_text(std::string_view text);  // Of ASCII.
std::string upper(std::string_view text);

// The name of a column reduced to what all spellings of it share: "Image Link", "g:image_link" and
// "image-link" are image_link, "Body (HTML)" is body_html.
std::string column_name(std::string_view text);

// One line: what ends a line or is a control character is a blank, blanks around it are none.
std::string one_line(std::string_view text);

// HTML as plain text: tags are taken out, paragraphs, breaks and lists become lines, entities
// characters, scripts and styles nothing. A text without HTML stays what it is.
std::string plain_text(std::string_view html);

// The text up to so many characters; `text` is UTF-8.
std::string_view first_characters(std::string_view text, std::size_t most);

// The parts between the separators, trimmed; empty ones are none. Views into `text`.
std::vector<std::string_view> parts_of(std::string_view text, char separator);

// The URLs of a list with commas, which may be part of a URL: a new one begins with http.
std::vector<std::string_view> urls_of(std::string_view list);

// Appends it as UTF-8; half a character of UTF-16 as bytes that are none.
void append_character(std::string& out, std::uint32_t code);

// Valid UTF-8, told fast where all of it is ASCII.
bool is_unicode(std::string_view text);

}  // namespace till::products
