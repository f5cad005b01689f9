// Edits of lists in the text of a TOML file, which leave all else as people wrote it. Private to
// cli.
#pragma once

#include <toml++/toml.h>
#include <string>
#include <string_view>

namespace till::cli {

// `list` must be of a table that was parsed from `text`. The place where the list stands may be one
// line or many, with comments between.

// The text with `entry`, written as it is, behind the last entry of the list.
std::string with_entry(std::string_view text, const toml::array& list, const std::string& entry);

// The text without the entry at `index`; with it goes the comment behind it on a line of its own.
std::string without_entry(std::string_view text, const toml::array& list, std::size_t index);

// The line break that the text is written with.
std::string_view line_break_of(std::string_view text);

}  // namespace till::cli
